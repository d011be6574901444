import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openapiOf } from '../../src/data/openapi/document.ts'
import { type RedisServer, startRedisServer } from '../kit/engines.ts'
import { allStrategies } from '../kit/strategies.ts'
import { exchangeSecret } from './exchange-client.ts'
import { forEachStrategy } from './matrix.ts'
import { badInputStories } from './openapi-bad-input.ts'
import { createChecker, namedAnswers } from './openapi-check.ts'
import { outageStories } from './openapi-outages.ts'
import { refusedStories } from './openapi-refused.ts'
import { goodStory } from './openapi-stories.ts'

const env = { EXCHANGE_SECRET: exchangeSecret }

describe('every good answer that the document names', () => {
  forEachStrategy(
    allStrategies,
    (cell) => {
      // Its services listen to the Redis inside the process as well, and are gone before those of the test begin.
      beforeAll(async () => void (await openapiOf(cell.strategy)))

      test('is given, and is as the document says', async () => {
        const document = await openapiOf(cell.strategy)
        const { watch, seen } = createChecker(document)
        await goodStory(watch(cell.system), cell.strategy)
        const good = namedAnswers(document).filter((name) => / 2\d\d$/.test(name))
        expect(good.filter((name) => !seen.has(name))).toEqual([])
      })
    },
    { env },
  )
})

describe.each(allStrategies)('%s', (strategy) => {
  let redis: RedisServer
  beforeAll(async () => {
    redis = await startRedisServer()
  })
  afterAll(() => redis.stop())
  beforeEach(() => redis.admin.flushall())

  test('every refusal that the document names is given, and is as the document says', async () => {
    const document = await openapiOf(strategy)
    const { watch, seen } = createChecker(document)
    for (const story of [...badInputStories, ...refusedStories, ...outageStories]) {
      const closings: (() => Promise<void>)[] = []
      const atEnd = (close: () => Promise<void>) => void closings.push(close)
      await redis.admin.flushall()
      await story({ strategy, redis, document, watch, atEnd })
      await Promise.all(closings.map((close) => close()))
    }
    const named = namedAnswers(document).filter((name) => !/ 2\d\d$/.test(name))
    expect(named.filter((name) => !seen.has(name) && !outOfReach.test(name))).toEqual([])
  })
})

/**
 * What no request brings about: a fault of ours (one is made at login), an issuer that has lost its own log in the
 * moment between two steps of a login, and the hundred thousand proofs after which one more is too many.
 */
const outOfReach =
  /(?<!POST \/login) internal_error$|^POST \/(login|refresh) revocations_stale$|(?<!POST \/(login|refresh)) rate_limited$/

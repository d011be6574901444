import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { systemClock } from '../../examples/hybrid/src/clock.ts'
import { connectRedis, type RedisConnection } from '../../examples/hybrid/src/redis/connection.ts'
import {
  type FeedParts,
  type IssuerDuties,
  RevocationFeed,
} from '../../examples/hybrid/src/revocations/revocation-feed.ts'
import { createMetrics } from '../../examples/hybrid/src/watch/metrics.ts'
import { ask, bearer, newSession } from '../kit/client.ts'
import { type RedisServer, startRedisServer } from '../kit/engines.ts'
import { openSystem, type System } from '../kit/systems.ts'
import { until } from '../kit/until.ts'

// An instance looks at the log and hears of revocations over two lines, and either may be the faster one.

const log = 'revocations:log'

describe('news that comes while an instance looks at the log', () => {
  let engine: RedisServer
  let system: System
  beforeAll(async () => {
    engine = await startRedisServer()
    system = await openSystem('hybrid', engine)
  })
  afterAll(async () => {
    await system.close()
    await engine.stop()
  })

  const logOut = async () => ask(system.issuer, 'POST', '/logout', bearer((await newSession(system)).access))

  /** A look at the log whose answer comes late: three revocations are heard of before. */
  async function lookWhileNewsComes(duties?: FeedParts['duties']): Promise<RevocationFeed> {
    const { feed, hold } = await openFeed(engine.url, duties)
    const before = feed.set.size
    await logOut()
    await until(async () => feed.set.size === before + 1)
    const answer = hold()
    const looking = feed.sync()
    await answer.isThere
    const known = feed.set.size
    for (let news = 0; news < 3; news++) await logOut()
    await until(async () => feed.set.size === known + 3)
    answer.letGo()
    await looking
    return feed
  }

  test('is no loss: it was only faster', async () => {
    const feed = await lookWhileNewsComes()
    expect(feed.state).toBe('current')
    const [, last] = await engine.admin.zrange(log, -1, -1, 'WITHSCORES')
    expect(feed.position.lastSequence).toBe(Number(last))
  })

  test('is no reason for the issuer to write the log anew', async () => {
    const restore = vi.fn<IssuerDuties['restore']>()
    const nothing = async () => {}
    const feed = await lookWhileNewsComes({ restore, complete: nothing, endAgain: nothing })
    expect(feed.state).toBe('current')
    expect(restore).not.toHaveBeenCalled()
  })

  test('is remembered: a Redis that loses it is found out', async () => {
    const feed = await lookWhileNewsComes()
    await engine.admin.zremrangebyrank(log, -1, -1)
    await feed.sync()
    expect(feed.state).toBe('lost')
  })
})

/** A feed of its own that looks at the log when it is told to. */
async function openFeed(url: string | undefined, duties: FeedParts['duties']) {
  const redis = await connectRedis({ REDIS_URL: url, REDIS_TIMEOUT_MS: 2_000 }, createMetrics('hybrid'))
  let gate: { isThere: () => void; isOpen: Promise<void> } | undefined
  const ask: RedisConnection['ask'] = async (command) => {
    const answer = await redis.ask(command)
    gate?.isThere()
    await gate?.isOpen
    return answer
  }
  const settings = { SYNC_INTERVAL_MS: 30_000, REVOCATION_BOUND_MS: 60_000 }
  const feed = new RevocationFeed({
    redis: { ...redis, ask },
    clock: systemClock,
    settings,
    ...(duties && { duties }),
  })
  await feed.start()
  onTestFinished(async () => {
    feed.stop()
    await redis.close()
  })
  return {
    feed,
    /** From now on answers stay on their way. */
    hold() {
      const [there, open] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      gate = { isThere: there.resolve, isOpen: open.promise }
      return { isThere: there.promise, letGo: open.resolve }
    },
  }
}

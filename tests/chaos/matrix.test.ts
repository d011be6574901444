import { describe, expect, test } from 'vitest'
import { rows } from '../../src/data/chaos/matrix.ts'
import type { Observation } from '../../src/data/chaos/observation.ts'
import { allStrategies, withStore } from '../kit/strategies.ts'
import { isWholeProduct } from '../kit/tier.ts'
import type { Fault } from './fault.ts'
import { faults } from './faults.ts'
import { observe } from './observe.ts'

/** What a client may get while Redis is ill: right answers, refusals that say to try again, and no other failure. */
const words = new Set([
  'ok',
  'session_revoked',
  'session_not_found',
  'store_unavailable',
  'revocations_stale',
  'upstream_unavailable',
])

const named = faults.map((fault) => [fault.title, fault] as const)

/** The stateless strategy makes no connection to Redis, so one way to break it shows as much as all of them. */
const strategiesFor = (fault: Fault) =>
  isWholeProduct || fault.name === 'killed-empty' ? allStrategies : withStore

describe.concurrent.each(named)('%s', (_, fault) => {
  // meets: ASVS-7.4.1 (redis, hybrid)
  test.each(strategiesFor(fault))('%s: clients see what the table on the site says', async (strategy) => {
    const { seen } = await observe(strategy, fault)
    const row = rows.find((candidate) => candidate.fault === fault.name && candidate.strategy === strategy)
    expect(seen).toEqual({ during: row?.during, after: row?.after })
    expect(Object.values(seen.during).filter((word) => !words.has(word))).toEqual([])
    if (strategy === 'stateless') expectUntouched(seen)
    else expect(seen.during['ended token']).not.toBe('ok')
    if (strategy === 'hybrid' || (strategy === 'redis' && !fault.losesWrites)) expectEnded(seen)
  })
})

test('the table on the site has a row for each fault and strategy, and no others', () => {
  const expected = faults.flatMap(({ name }) => allStrategies.map((strategy) => `${name} ${strategy}`))
  expect(rows.map(({ fault, strategy }) => `${fault} ${strategy}`)).toEqual(expected)
})

test.each(rows.filter(({ strategy }) => strategy === 'stateless').map((row) => [row.title, row] as const))(
  '%s: the table says that stateless notices nothing',
  (_, row) => expectUntouched(row),
)

/** No acknowledged revocation was undone: what was ended opens nothing any more, on no instance. */
function expectEnded({ after }: Observation): void {
  const { endedSession, endedToken, endedTokenAtNewInstance, endedEverywhere } = after
  const words = [endedSession, endedToken, endedTokenAtNewInstance, endedEverywhere]
  expect(words).toEqual(Array(4).fill('session_revoked'))
}

/** Who needs no Redis sees nothing of it; and a token that was logged out goes on working, as it always does. */
function expectUntouched({ during, after }: Observation): void {
  expect(new Set([...Object.values(during), ...Object.values(after)])).toEqual(new Set(['ok']))
}

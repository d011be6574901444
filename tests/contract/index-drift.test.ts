import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Answer, ask, bearer, logIn, type Pair, pairOf, refresh } from '../kit/client.ts'
import { type Engine, startMock } from '../kit/engines.ts'
import { openSystem, type System } from '../kit/systems.ts'
import { isWholeProduct } from '../kit/tier.ts'
import { randomNumbers } from './random-numbers.ts'

/** A million in `npm run test:soak`. */
const hours = Number(process.env.SOAK_HOURS ?? (isWholeProduct ? 5_000 : 2_000))
const hourMs = 3_600_000

// Only the date is false, for the starter and for the Redis inside this process alike; what waits, waits as ever.
let engine: Engine
let system: System
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  engine = await startMock()
  await engine.admin.flushall()
  system = await openSystem('redis', engine)
})
afterAll(async () => {
  await system.close()
  await engine.stop()
  vi.useRealTimers()
})

test(`in ${hours} hours of logins, refreshes, logouts and sessions that time out, the index of a user never drifts`, async () => {
  const random = randomNumbers(1)
  let pairs: Pair[] = []
  for (let passedMs = 0; passedMs < hours * hourMs; ) {
    // Mostly minutes, now and then days.
    const stepMs = random() < 0.7 ? random() * 20 * 60_000 : random() * 40 * hourMs
    vi.setSystemTime(Date.now() + stepMs)
    passedMs += stepMs
    pairs = await doSomething(pairs, random())
  }
})

/** One thing that a user does. Logging in and looking at the list clear the index on their way. */
async function doSomething(pairs: Pair[], choice: number): Promise<Pair[]> {
  const [first] = pairs
  if (!first || choice < 0.4) return logInAndCompare(pairs)
  if (choice < 0.7) return keepRefreshed(pairs.slice(1), await refresh(system, first.refresh))
  const request = choice < 0.8 ? '/logout' : choice < 0.85 ? '/logout-others' : '/logout-all'
  const answer = await ask(system.issuer, 'POST', request, bearer(first.access))
  if (answer.status === 200)
    return request === '/logout-others' ? [first] : request === '/logout' ? pairs.slice(1) : []
  return pairs.slice(1)
}

async function logInAndCompare(pairs: Pair[]): Promise<Pair[]> {
  const pair = pairOf(await logIn(system))
  const [keys, listed] = await Promise.all([
    engine.admin.keys('*'),
    engine.admin.zrange('sessions:{user-1}', 0, -1),
  ])
  await forgetExpired(keys)
  const stored = keys.filter((key) => key.startsWith('session:{user-1}:'))
  expect(listed.map((sid) => `session:{user-1}:${sid}`).sort()).toEqual(stored.sort())
  const { body } = await ask(system.issuer, 'GET', '/sessions', bearer(pair.access))
  expect(body.sessions).toHaveLength(listed.length)
  return [pair, ...pairs]
}

/** The mock keeps what has expired until somebody asks for it. In a million hours that slows all else down. */
async function forgetExpired(keys: string[]): Promise<void> {
  const gone = seen.difference(new Set(keys))
  seen = new Set(keys)
  if (gone.size > 0) expect(await engine.admin.exists(...gone)).toBe(0)
}
let seen: ReadonlySet<string> = new Set()

const keepRefreshed = (others: Pair[], answer: Answer): Pair[] =>
  answer.status === 200 ? [...others, pairOf(answer)] : others

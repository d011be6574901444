import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { describe, expect, it, test } from 'vitest'
import { allowsStale } from '../../../../examples/hybrid/src/revocations/outage-policy.ts'
import { readSettings as hybrid } from '../../../../examples/hybrid/src/settings.ts'
import { readSettings as redis } from '../../../../examples/redis/src/settings.ts'
import { readSettings as stateless } from '../../../../examples/stateless/src/settings.ts'
import { type Advice, advise } from '../../../../src/components/wizard/advice.ts'
import { redisConfMegabytes } from '../../../../src/components/wizard/costs.ts'
import { envFile, envFileWithSecret, requiredLater } from '../../../../src/components/wizard/env-file.ts'
import { type Answers, deadlineSeconds, defaultAnswers } from '../../../../src/components/wizard/questions.ts'
import { starterDefaults } from '../../../../src/components/wizard/settings.ts'
import { catalog, newSession, refresh } from '../../../kit/client.ts'
import { openSystem } from '../../../kit/systems.ts'
import { cases } from '../../../kit/wizard-cases.ts'

type Env = Readonly<Record<string, string | undefined>>
const readers = { stateless, redis, hybrid }

/** Every `.env` that the wizard can write, once, with answers that lead to it. */
const files = [
  ...Map.groupBy(cases, ({ answers, advice }) => advice.strategy + envFile(advice, answers)).values(),
]
  .map(([first]) => first)
  .filter((first) => first !== undefined)

const someSecret = 's'.repeat(32)
const read = ({ strategy }: Advice, env: Env) =>
  readers[strategy]({ ...env, ...(env.JWT_SECRET === '' && { JWT_SECRET: someSecret }) })

test('the defaults that the wizard reckons with are those of the starters', () => {
  expect(hybrid({})).toMatchObject(starterDefaults)
  expect(redis({})).toMatchObject({ ACCESS_TTL_SECONDS: starterDefaults.ACCESS_TTL_SECONDS })
})

describe('the .env', () => {
  test('is one that its starter starts with, and says what the answer said', () => {
    expect(files.length).toBeGreaterThan(20)
    for (const { answers, advice } of files) {
      const env = parseEnv(envFile(advice, answers)) as Env
      expect(env).toEqual(advice.settings)
      const settings = read(advice, env)
      for (const [name, value] of Object.entries(advice.settings))
        expect(String(settings[name as keyof typeof settings])).toBe(value || someSecret)
    }
  })

  test('sets nothing that is the default anyway', () => {
    for (const { advice } of cases) {
      const unset = Object.entries(readers[advice.strategy]({}))
      const repeated = unset.filter(([name, value]) => advice.settings[name] === String(value))
      expect(repeated).toEqual([])
    }
  })

  test('keeps the deadline in its numbers, where nothing gives', () => {
    const kept = cases.filter(({ advice }) => advice.gives.length === 0)
    for (const { answers, advice } of kept) {
      const deadline = deadlineSeconds[answers.revoke]
      const settings = read(advice, advice.settings)
      if (advice.strategy === 'stateless') expect(settings.SESSION_ABSOLUTE_SECONDS).toBeLessThan(deadline)
      if ('REVOCATION_BOUND_MS' in settings)
        expect(settings.REVOCATION_BOUND_MS).toBeLessThanOrEqual(deadline * 1000)
    }
  })

  test('names all that production asks for, and nothing more', () => {
    for (const { answers, advice } of files) {
      const uncommented = parseEnv(envFile(advice, answers).replace(/^#(?=\w+=)/gm, '')) as Env
      const full = { ...uncommented, SERVICE: answers.services === 'one' ? 'all' : 'issuer' }
      const filled = { ...full, ...('EXCHANGE_SECRET' in full && { EXCHANGE_SECRET: someSecret }) }
      expect(read(advice, filled).NODE_ENV).toBe('production')
      for (const { name } of requiredLater(advice, answers).filter(({ name }) => name !== 'NODE_ENV'))
        expect(() => read(advice, { ...filled, [name]: undefined }), name).toThrow(name)
    }
  })

  it('shows no secret, and has a new one for each download', () => {
    const answers: Answers = { ...defaultAnswers, mint: 'checker', services: 'one' }
    const advice = advise(answers)
    expect(envFile(advice, answers)).toMatch(/^JWT_SECRET=$/m)
    const secrets = [1, 2].map(() => parseEnv(envFileWithSecret(advice, answers)).JWT_SECRET)
    expect(new Set(secrets).size).toBe(2)
    for (const secret of secrets)
      expect(() => redis({ SIGNING_ALG: 'HS256', JWT_SECRET: secret })).not.toThrow()
  })
})

describe('on the starters themselves', () => {
  test.each(['redis', 'hybrid'])('%s: its redis.conf has the memory that the costs reckon with', (name) => {
    const file = new URL(`../../../../examples/${name}/redis/redis.conf`, import.meta.url)
    expect(readFileSync(file, 'utf8')).toContain(`\nmaxmemory ${redisConfMegabytes}mb\n`)
  })

  test('who has too many sessions for it is told how much memory to set', () => {
    const memoryFor = (sessions: Answers['sessions']) =>
      advise({ ...defaultAnswers, sessions }).costs.find(({ what }) => what === 'Sessions')?.text
    expect(memoryFor('up-to-10k')).toMatch(/about 10 MB for 10,000\. The 256 MB .* are enough/)
    expect(memoryFor('up-to-1m')).toMatch(/about 952 MB for a million\. Set maxmemory/)
    expect(memoryFor('more')).toMatch(/for each million\. Set maxmemory/)
  })

  test('hybrid: the policy that the costs tell of is the one in the starter', () => {
    const answers = { ...defaultAnswers, revoke: '10s', outage: 'reads' } as const
    const told = advise(answers).costs.find(({ what }) => what === 'While Redis is down')?.text
    expect(told).toContain('GET /catalog goes on, GET /me for 60 seconds, POST /transfer answers 503')
    const ages = [60_000, 60_001, Number.POSITIVE_INFINITY]
    expect(ages.map((ageMs) => allowsStale('GET /catalog', ageMs))).toEqual([true, true, true])
    expect(ages.map((ageMs) => allowsStale('GET /me', ageMs))).toEqual([true, false, false])
    expect(ages.map((ageMs) => allowsStale('POST /transfer', ageMs))).toEqual([false, false, false])
  })

  const machines = { clients: 'machines', outage: 'all' } as const

  it.each(['5min', '1h'] as const)('stateless: after %s no token of a session is left', async (revoke) => {
    const { settings, strategy, promise } = advise({ ...defaultAnswers, ...machines, revoke })
    const system = await openSystem(strategy, undefined, { env: settings })
    const { access, refresh: token } = await newSession(system)
    expect(promise.accessSeconds).toBeLessThanOrEqual(deadlineSeconds[revoke])
    // A clock that is behind by all that is tolerated, at the deadline.
    const skewSeconds = starterDefaults.CLOCK_TOLERANCE_SECONDS
    system.clock.advance(promise.accessSeconds - skewSeconds)
    expect((await catalog(system.api, access)).status).toBe(401)
    expect((await refresh(system, token)).status).toBe(401)
    await system.close()
  })

  it('stateless: right before, they still work, so the promise is no looser than it says', async () => {
    const { settings, strategy, promise } = advise({ ...defaultAnswers, ...machines, revoke: '5min' })
    const system = await openSystem(strategy, undefined, { env: settings })
    const { access } = await newSession(system)
    system.clock.advance(promise.accessSeconds - starterDefaults.CLOCK_TOLERANCE_SECONDS - 2)
    expect((await catalog(system.api, access)).status).toBe(200)
    await system.close()
  })

  it.each<[Answers['revoke'], Answers['outage']]>([
    ['now', 'nothing'],
    ['now', 'reads'],
    ['10s', 'reads'],
    ['5min', 'reads'],
  ])(
    'revoked %s, %s works without Redis: the promise is what the starter declares',
    async (revoke, outage) => {
      const { settings, strategy, promise } = advise({ ...defaultAnswers, revoke, outage })
      const system = await openSystem(strategy, undefined, { env: { SYNC_INTERVAL_MS: '500', ...settings } })
      const withinMs = promise.accessSeconds * 1000
      expect(system.revocation).toEqual(
        withinMs === 0 ? { kind: 'immediate' } : { kind: 'bounded', withinMs },
      )
      await system.close()
    },
  )
})

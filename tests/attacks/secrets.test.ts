import { describe, expect, test } from 'vitest'
import { allStrategies } from '../kit/strategies.ts'
import { openSystem, type StrategyName } from '../kit/systems.ts'

const start = (strategy: StrategyName, JWT_SECRET: string) =>
  openSystem(strategy, undefined, { env: { SIGNING_ALG: 'HS256', JWT_SECRET } })

/** Long enough for HS256, and made by people: all of them are published. */
const published = [
  ['a sentence', '1234nbizz234sunshine-ultra-secure-secret-is-awesome'],
  ['a walk over the keyboard', '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p'],
  ['a word again and again', 'test123-test123-test123-test123-test123-test123-test123'],
  ['one that says what it is', '123NotAParticularyGreatSecret!!!'],
  ['the example of jwt.io for HS256', 'a-string-secret-at-least-256-bits-long'],
  ['the example of jwt.io for HS384', 'a-valid-string-secret-that-is-at-least-384-bits-long'],
  [
    'the example of jwt.io for HS512',
    'a-valid-string-secret-that-is-at-least-512-bits-long-which-is-very-long',
  ],
]

const short = [
  ['a password', 'correct horse battery staple'],
  ['31 bytes', 'k7Qp2ZxV9mW4tB8nR1sL6dF3hJ5gY0c'],
  ['31 bytes in 16 characters', 'éééééééééééééééK'],
]

describe.each(allStrategies)('%s does not start with a JWT_SECRET that is', (strategy) => {
  // meets: RFC8725-3.5
  test.each([...published, ...short])('%s', async (_, secret = '') => {
    const error = await start(strategy, secret).then(
      () => 'it started',
      (reason) => reason,
    )
    expect(error).toMatchObject({ name: 'SettingsError', setting: 'JWT_SECRET' })
    expect(error.message).not.toContain(secret)
  })
})

test.each(allStrategies)('%s starts with 32 bytes that nobody published', async (strategy) => {
  const system = await start(strategy, 'éééééééééééééééKw')
  expect(system.api).toBeDefined()
  await system.close()
})

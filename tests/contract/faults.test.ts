import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { openSigningKeys, type SigningKey } from '../../examples/stateless/src/keys/signing-keys.ts'
import { readSettings } from '../../examples/stateless/src/settings.ts'
import { ask, bearer, newSession } from '../kit/client.ts'
import { SetClock } from '../kit/keys.ts'
import { allStrategies } from '../kit/strategies.ts'
import { openSystem } from '../kit/systems.ts'

describe.each(allStrategies)('%s', (strategy) => {
  const logged: unknown[][] = []
  beforeEach(() => {
    logged.length = 0
    vi.spyOn(console, 'error').mockImplementation((...what) => void logged.push(what))
  })
  afterEach(() => vi.restoreAllMocks())

  test('a check that fails for no fault of the token is logged once, without the token', async () => {
    const clock = new SetClock()
    const keys = await openSigningKeys(readSettings({}), clock)
    const { key } = keys.active
    // It signs, and whoever would verify with it gets an error that is none of a token.
    const unfit = ({ verification, ...rest }: SigningKey) => ({
      ...rest,
      verification: { ...verification, key },
    })
    const system = await openSystem(strategy, undefined, {
      clock,
      signingKeys: {
        active: keys.active,
        known: keys.known,
        find: (kid) => unfit(keys.find(kid) ?? keys.active),
      },
    })
    onTestFinished(() => system.close())
    const { access } = await newSession(system)
    const answer = await ask(system.issuer, 'GET', '/sessions', bearer(access))
    expect(answer).toMatchObject({ status: 500, code: 'internal_error' })
    expect(logged).toEqual([[expect.any(TypeError)]])
    const [[fault]] = logged as [[TypeError]]
    const text = `${fault.message} ${fault.stack} ${JSON.stringify(fault)}`
    expect(access.split('.').filter((part) => text.includes(part))).toEqual([])
  })
})

import { describe, expect, it, vi } from 'vitest'
import { verify } from '../../../../src/components/inspector/engine/verify.ts'
import { findingsOf } from '../../../../src/components/inspector/findings.ts'
import { makeExample } from '../../../../src/components/inspector/make-example.ts'
import { readToken } from '../../../../src/components/inspector/read-token.ts'
import { type RecipeName, recipes } from '../../../../src/components/inspector/recipes.ts'
import { nowMs } from '../../../kit/inspector-tokens.ts'

/** What each example is there to show: the code of the refusal, and the weaknesses. */
const shows: Readonly<Record<RecipeName, [code: string | undefined, findings: readonly string[]]>> = {
  good: [undefined, []],
  es256: [undefined, []],
  expired: ['token_expired', ['expired']],
  none: ['token_malformed', ['alg-none']],
  weak: [undefined, ['alg-symmetric', 'kid-missing', 'secret-known', 'secret-guessed']],
  short: ['token_key_unknown', ['alg-symmetric', 'kid-missing', 'secret-guessed', 'key-short']],
  bare: ['token_type_invalid', expect.arrayContaining(['typ-missing', 'no-exp', 'no-aud', 'personal'])],
  bits: ['token_malformed', ['not-canonical']],
  forged: ['token_header_invalid', ['key-embedded']],
  kid: ['token_header_invalid', ['key-address', 'kid-risky']],
  critical: ['token_header_invalid', ['crit-unknown', 'header-extra']],
  milliseconds: ['token_claim_invalid', ['date-milliseconds']],
}

describe.each(Object.entries(shows))('the example %s', (name, [code, findings]) => {
  it('shows what it is there to show', async () => {
    const { token, keyText: key, policy } = await makeExample(recipes[name as RecipeName], nowMs)
    const reading = readToken(token)
    const verification = await verify({ reading, policy, key, encoding: 'text', nowMs })
    const seen = findingsOf(reading, { nowMs, expectedTyp: policy.typ, toleranceSeconds: 5 })
    expect(reading.fault).toBeUndefined()
    expect(verification.code).toBe(code)
    expect([...seen, ...verification.findings].map(({ id }) => id)).toEqual(findings)
  })
})

it('is made with another key each time', async () => {
  const made = await Promise.all([1, 2].map(() => makeExample(recipes.good, nowMs)))
  expect(new Set(made.map(({ keyText }) => keyText)).size).toBe(2)
})

it('shows that a second spelling of a signature fits as well as the first', async () => {
  const { token, keyText: key, policy } = await makeExample(recipes.bits, nowMs)
  const { steps } = await verify({ reading: readToken(token), policy, key, encoding: 'text', nowMs })
  expect(steps.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'Form failed',
    'Algorithm passed',
    'Key passed',
    'Signature passed',
    'Claims open',
  ])
})

it('shows that a key inside a token fits nothing that is known', async () => {
  const { token, keyText: key, policy } = await makeExample(recipes.forged, nowMs)
  const { steps } = await verify({ reading: readToken(token), policy, key, encoding: 'text', nowMs })
  expect(steps.find(({ name }) => name === 'Signature')).toMatchObject({ code: 'token_signature_invalid' })
})

describe('a browser that fails to make a key', () => {
  const fail = () => Promise.reject(new DOMException('', 'OperationError'))

  it('is asked once more', async () => {
    const generateKey = vi.spyOn(crypto.subtle, 'generateKey').mockImplementationOnce(fail)
    expect((await makeExample(recipes.good, nowMs)).token).toMatch(/^eyJ/)
    generateKey.mockRestore()
  })

  it('is given up when it fails again', async () => {
    const generateKey = vi.spyOn(crypto.subtle, 'generateKey').mockImplementation(fail)
    await expect(makeExample(recipes.good, nowMs)).rejects.toThrow()
    expect(generateKey).toHaveBeenCalledTimes(2)
    generateKey.mockRestore()
  })
})

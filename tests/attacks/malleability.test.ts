import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ask, bearer, catalog, newSession, onceRevoked, type Pair, pairOf, refresh } from '../kit/client.ts'
import { encode, respell } from '../kit/forge.ts'
import { allStrategies, withStore } from '../kit/strategies.ts'
import { openSystem, type StrategyName, type System } from '../kit/systems.ts'

/** The order of the group of P-256 (NIST SP 800-186 section 3.2.1.3). */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** Whoever has one signature of ECDSA has two: `s` and `n - s` fit alike, and finding the other takes no key. */
function twinOf(token: string): string {
  const [header, claims, signature = ''] = token.split('.')
  const bytes = Buffer.from(signature, 'base64url')
  const s = BigInt(`0x${bytes.toString('hex', 32)}`)
  const twin = Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex')
  return `${header}.${claims}.${encode(Buffer.concat([bytes.subarray(0, 32), twin]))}`
}

/** Long enough for a second use of a refresh token to be no accident. */
const afterGraceSeconds = 60

function withSystem(strategy: StrategyName) {
  const cell = {} as { system: System; pair: Pair }
  beforeEach(async () => {
    cell.system = await openSystem(strategy, undefined, { env: { SIGNING_ALG: 'ES256' } })
    cell.pair = await newSession(cell.system)
  })
  afterEach(() => cell.system.close())
  return cell
}

describe.each(allStrategies)('%s, signing with ES256', (strategy) => {
  const cell = withSystem(strategy)

  test('takes the twin of a token for the token, and not another spelling of it', async () => {
    const { system, pair } = cell
    expect(twinOf(pair.access)).not.toBe(pair.access)
    expect(await catalog(system.api, twinOf(pair.access))).toMatchObject({ status: 200 })
    expect((await catalog(system.api, respell(pair.access))).code).toBe('token_malformed')
    expect((await catalog(system.api, respell(twinOf(pair.access)))).code).toBe('token_malformed')
  })
})

describe.each(withStore)('%s, signing with ES256', (strategy) => {
  const cell = withSystem(strategy)

  // meets: ASVS-7.4.1 (redis, hybrid)
  test('refuses the twin of a token whose session was ended', async () => {
    const { system, pair } = cell
    await ask(system.issuer, 'POST', '/logout', bearer(pair.access))
    const refused = { status: 401, code: 'session_revoked' }
    expect(await onceRevoked(system, () => catalog(system.api, twinOf(pair.access)))).toMatchObject(refused)
    expect(await onceRevoked(system, () => catalog(system.otherApi, pair.access))).toMatchObject(refused)
    expect((await catalog(system.api, respell(pair.access))).code).toBe('token_malformed')
    expect((await refresh(system, twinOf(pair.refresh))).code).toBe('session_revoked')
  })

  test('ends the session of one who logged out with the twin', async () => {
    const { system, pair } = cell
    await ask(system.issuer, 'POST', '/logout', bearer(twinOf(pair.access)))
    const answer = await onceRevoked(system, () => catalog(system.api, pair.access))
    expect(answer.code).toBe('session_revoked')
  })

  // meets: RFC9700-4.14.2-replay (redis, hybrid)
  test('takes the twin of a used refresh token for its reuse', async () => {
    const { system, pair } = cell
    const next = pairOf(await refresh(system, pair.refresh))
    system.clock.advance(afterGraceSeconds)
    expect((await refresh(system, twinOf(pair.refresh))).code).toBe('refresh_token_reused')
    expect((await refresh(system, next.refresh)).code).toBe('session_revoked')
  })
})

describe('stateless, signing with ES256', () => {
  const cell = withSystem('stateless')

  test('honours the twin as it does the token, until both expire', async () => {
    const { system, pair } = cell
    await ask(system.issuer, 'POST', '/logout', bearer(pair.access))
    expect(await catalog(system.api, twinOf(pair.access))).toMatchObject({ status: 200 })
    system.clock.advance(300 + 5 + 1)
    expect((await catalog(system.api, twinOf(pair.access))).code).toBe('token_expired')
  })
})

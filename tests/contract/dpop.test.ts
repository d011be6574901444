import { createHash } from 'node:crypto'
import * as jose from 'jose'
import { describe, expect, onTestFinished, test } from 'vitest'
import { AuthError } from '../../examples/hybrid/src/errors.ts'
import { UsedProofs } from '../../examples/hybrid/src/used-proofs.ts'
import { type Answer, ask, json, newSession, pairOf, password, refresh } from '../kit/client.ts'
import { SetClock } from '../kit/keys.ts'
import { openSystem, type System } from '../kit/systems.ts'
import { type Cell, forEachStrategy } from './matrix.ts'

/** The key pair of a client. */
interface Key {
  readonly alg: string
  readonly jwk: jose.JWK
  readonly privateJwk: jose.JWK
  readonly privateKey: jose.CryptoKey
}

/** What is wrong with a proof. */
interface Spoil {
  readonly claims?: Readonly<Record<string, string | number | undefined>>
  readonly header?: (good: jose.JWTHeaderParameters) => jose.JWTHeaderParameters
  readonly signWith?: jose.CryptoKey | Uint8Array
}

const [issuer, api] = ['http://localhost:3000', 'http://localhost:3001']
const invalid = { status: 401, code: 'dpop_proof_invalid' }
const now = () => Math.floor(Date.now() / 1000)
const set = (members: Partial<jose.JWTHeaderParameters>) => (good: jose.JWTHeaderParameters) => ({
  ...good,
  ...members,
})

const spoiledProofs: [what: string, spoil: (key: Key, other: Key) => Spoil][] = [
  ['of another key', (_, { jwk, privateKey }) => ({ header: set({ jwk }), signWith: privateKey })],
  ['signed by another key', (_, { privateKey }) => ({ signWith: privateKey })],
  ['for another method', () => ({ claims: { htm: 'POST' } })],
  ['for another path', () => ({ claims: { htu: `${api}/catalog` } })],
  ['for another host', () => ({ claims: { htu: `${issuer}/me` } })],
  ['for another token', () => ({ claims: { ath: 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo' } })],
  ['for no token', () => ({ claims: { ath: undefined } })],
  ['made two minutes ago', () => ({ claims: { iat: now() - 120 } })],
  ['made two minutes from now', () => ({ claims: { iat: now() + 120 } })],
  ['made at no time', () => ({ claims: { iat: undefined } })],
  ['without a name', () => ({ claims: { jti: undefined } })],
  ['that tells the private key', ({ privateJwk }) => ({ header: set({ jwk: privateJwk }) })],
  ['that tells no key', () => ({ header: ({ jwk, ...rest }) => rest })],
  ['of alg HS256', () => ({ header: set({ alg: 'HS256' }), signWith: new Uint8Array(32) })],
  ['of alg none', () => ({ header: set({ alg: 'none' }) })],
  ['of typ JWT', () => ({ header: set({ typ: 'JWT' }) })],
  ['of no typ', () => ({ header: ({ typ, ...rest }) => rest })],
]

describe('a token bound to a key', () => {
  const suite = (cell: Cell) => {
    // meets: RFC9700-2.2.1, RFC9700-4.10.1 (hybrid)
    test.each(['ES256', 'Ed25519'])('is what a login with a proof by %s gives', async (alg) => {
      const { key, access, type } = await logInBound(cell.system, await newKey(alg))
      expect(type).toBe('DPoP')
      expect(jose.decodeJwt(access).cnf).toEqual({ jkt: await jose.calculateJwkThumbprint(key.jwk) })
      const answer = await me(cell.system, access, await prove(cell.system, key, 'GET', `${api}/me`, access))
      expect(answer).toMatchObject({ status: 200, body: { name: 'Alice' } })
    })

    // meets: RFC9700-2.2.1, RFC9700-4.10.1 (hybrid)
    test('is no Bearer token, also with a good proof and in a cookie', async () => {
      const { key, access } = await logInBound(cell.system)
      const dpop = await prove(cell.system, key, 'GET', `${api}/me`, access)
      for (const way of [{ authorization: `Bearer ${access}` }, { cookie: `__Host-access=${access}` }]) {
        const answer = await ask(cell.system.api, 'GET', '/me', { headers: { ...way, dpop } })
        expect(answer).toMatchObject({ status: 401, code: 'dpop_proof_required' })
        expect(answer.headers.get('www-authenticate')).toMatch(/^DPoP error="invalid_token"/)
      }
    })

    // meets: RFC9700-2.2.1, RFC9700-4.10.1 (hybrid)
    test.each(spoiledProofs)('is refused with a proof %s', async (_, spoil) => {
      const { key, access } = await logInBound(cell.system)
      const make = (wrong?: Spoil) => prove(cell.system, key, 'GET', `${api}/me`, access, wrong)
      const refused = await me(cell.system, access, await make(spoil(key, await newKey())))
      expect(refused).toMatchObject(invalid)
      expect(refused.headers.get('www-authenticate')).toMatch(/^DPoP error="invalid_dpop_proof"/)
      expect((await me(cell.system, access, await make())).status).toBe(200)
    })

    // meets: RFC9700-2.2.1, RFC9700-4.10.1 (hybrid)
    test('is refused with no proof, with two, and with one that was seen before', async () => {
      const { key, access } = await logInBound(cell.system)
      const make = () => prove(cell.system, key, 'GET', `${api}/me`, access)
      expect(await me(cell.system, access)).toMatchObject(invalid)
      expect(await me(cell.system, access, await make(), await make())).toMatchObject(invalid)
      const proof = await make()
      const answers = await Promise.all(Array.from({ length: 10 }, () => me(cell.system, access, proof)))
      expect(answers.map(({ code }) => code ?? 'ok').sort()).toEqual([...Array(9).fill(invalid.code), 'ok'])
      cell.system.clock.advance(59)
      expect(await me(cell.system, access, proof)).toMatchObject(invalid)
    })

    test.each([
      ['http://localhost:3001', 'HTTP://LOCALHOST:3001/me?page=1#top'],
      ['http://LOCALHOST:3001', 'http://localhost:3001/me'],
      ['http://api.example:80', 'http://api.example/me'],
    ])('of the service at %s takes a proof for %s', async (AUDIENCE, htu) => {
      const system = await openSystem(cell.strategy, cell.engine, { env: { AUDIENCE } })
      onTestFinished(() => system.close())
      const { key, access } = await logInBound(system)
      expect((await me(system, access, await prove(system, key, 'GET', htu, access))).status).toBe(200)
    })

    test('opens a transfer, and the service behind it', async () => {
      const { key, access } = await logInBound(cell.system)
      const dpop = await prove(cell.system, key, 'POST', `${api}/transfer`, access)
      const headers = { 'content-type': 'application/json', authorization: `DPoP ${access}`, dpop }
      const init = { ...json({ to: 'bob', amount: 20 }), headers }
      expect((await ask(cell.system.api, 'POST', '/transfer', init)).status).toBe(200)
    })

    // meets: RFC9700-2.2.2 (hybrid)
    test('is refreshed for the holder of its key alone, who gets another that is bound to it', async () => {
      const { key, refresh: token } = await logInBound(cell.system)
      const other = await newKey()
      const at = (url: string, by: Key) => prove(cell.system, by, 'POST', url)
      expect(await refresh(cell.system, token)).toMatchObject(invalid)
      for (const proof of [await at(`${issuer}/refresh`, other), await at(`${issuer}/login`, key)])
        expect(await post(cell.system, '/refresh', { refresh_token: token }, proof)).toMatchObject(invalid)
      // Past the grace: had one of them used the token up, this would end the session.
      cell.system.clock.advance(11)
      const proof = await at(`${issuer}/refresh`, key)
      const answer = await post(cell.system, '/refresh', { refresh_token: token }, proof)
      expect(answer.body.token_type).toBe('DPoP')
      const { jkt } = jose.decodeJwt<{ cnf: { jkt: string } }>(pairOf(answer).access).cnf
      expect(jkt).toBe(await jose.calculateJwkThumbprint(key.jwk))
    })

    test('leaves a proof unused that came with a rubbish refresh token or a wrong password', async () => {
      const key = await newKey()
      const proof = await prove(cell.system, key, 'POST', `${issuer}/login`)
      const login = (secret: string) =>
        post(cell.system, '/login', { username: 'alice', password: secret }, proof)
      expect((await login('guess')).code).toBe('login_failed')
      const token = pairOf(await login(password)).refresh
      const again = await prove(cell.system, key, 'POST', `${issuer}/refresh`)
      const renew = (text: string) => post(cell.system, '/refresh', { refresh_token: text }, again)
      expect((await renew('rubbish')).code).toBe('token_malformed')
      expect((await renew(`${token.slice(0, -8)}AAAAAAAA`)).code).toBe('token_signature_invalid')
      expect((await renew(token)).status).toBe(200)
      expect(await renew(token)).toMatchObject(invalid)
    })

    test('is not given for a proof that was made for something else, or was used', async () => {
      const key = await newKey()
      const elsewhere = await prove(cell.system, key, 'POST', `${api}/login`)
      expect(await logInWith(cell.system, elsewhere)).toMatchObject(invalid)
      const proof = await prove(cell.system, key, 'POST', `${issuer}/login`)
      expect((await logInWith(cell.system, proof)).status).toBe(200)
      expect(await logInWith(cell.system, proof)).toMatchObject(invalid)
    })

    test('is not what a token becomes that is sent with a proof', async () => {
      const { access } = await newSession(cell.system)
      const dpop = await prove(cell.system, await newKey(), 'GET', `${api}/me`, access)
      expect(await me(cell.system, access, dpop)).toMatchObject(invalid)
    })
  }
  forEachStrategy(['hybrid'], suite)
})

describe('a strategy without bound tokens', () => {
  forEachStrategy(['stateless', 'redis'], (cell) => {
    test('gives Bearer tokens, and refuses the DPoP scheme', async () => {
      const key = await newKey()
      const answer = await logInWith(cell.system, await prove(cell.system, key, 'POST', `${issuer}/login`))
      const { access } = pairOf(answer)
      expect([answer.body.token_type, jose.decodeJwt(access).cnf]).toEqual(['Bearer', undefined])
      const dpop = await prove(cell.system, key, 'GET', `${api}/me`, access)
      expect(await me(cell.system, access, dpop)).toMatchObject({ status: 401, code: 'scheme_unsupported' })
    })
  })
})

describe('the memory of used proofs', () => {
  const clock = new SetClock()
  const refusal = (run: () => void): AuthError => {
    try {
      run()
    } catch (error) {
      if (error instanceof AuthError) return error
    }
    throw new Error('It was not refused')
  }

  test('takes no more when it is full, says when there is room, and says of none that it is bad', () => {
    const used = new UsedProofs(clock, 71, 2)
    used.note('one')
    clock.advance(30)
    used.note('two')
    const full = refusal(() => used.note('three'))
    expect([full.code, full.retryAfterSeconds]).toEqual(['rate_limited', 41])
    expect(refusal(() => used.note('one')).code).toBe('dpop_proof_invalid')
    clock.advance(full.retryAfterSeconds)
    used.note('three')
    expect(refusal(() => used.note('two')).code).toBe('dpop_proof_invalid')
  })
})

async function newKey(alg = 'ES256'): Promise<Key> {
  const { privateKey, publicKey } = await jose.generateKeyPair(alg, { extractable: true })
  const [jwk, privateJwk] = await Promise.all([jose.exportJWK(publicKey), jose.exportJWK(privateKey)])
  return { alg, jwk, privateJwk, privateKey }
}

async function prove(
  system: System,
  { alg, jwk, privateKey }: Key,
  htm: string,
  htu: string,
  token?: string,
  { claims = {}, header = (good) => good, signWith = privateKey }: Spoil = {},
): Promise<string> {
  const iat = Math.floor(system.clock.nowMs() / 1000)
  const ath = token && createHash('sha256').update(token).digest('base64url')
  const payload = { jti: crypto.randomUUID(), htm, htu, iat, ...(ath && { ath }), ...claims }
  const spoiled = header({ alg, typ: 'dpop+jwt', jwk })
  if (spoiled.alg === 'none') return `${encode(spoiled)}.${encode(payload)}.`
  return new jose.SignJWT(payload).setProtectedHeader(spoiled).sign(signWith)
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

const post = ({ issuer }: System, path: string, body: object, dpop: string): Promise<Answer> =>
  ask(issuer, 'POST', path, { ...json(body), headers: { 'content-type': 'application/json', dpop } })

const logInWith = (system: System, proof: string) =>
  post(system, '/login', { username: 'alice', password }, proof)

async function logInBound(system: System, given?: Key) {
  const key = given ?? (await newKey())
  const answer = await logInWith(system, await prove(system, key, 'POST', `${issuer}/login`))
  return { key, type: answer.body.token_type, ...pairOf(answer) }
}

function me({ api }: System, token: string, ...proofs: string[]): Promise<Answer> {
  const headers = new Headers({ authorization: `DPoP ${token}` })
  for (const proof of proofs) headers.append('dpop', proof)
  return ask(api, 'GET', '/me', { headers })
}

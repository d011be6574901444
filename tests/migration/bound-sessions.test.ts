import { createHash } from 'node:crypto'
import * as jose from 'jose'
import { expect, test } from 'vitest'
import { type Answer, ask, json, type Pair, pairOf, password } from '../kit/client.ts'
import type { Service } from '../kit/systems.ts'
import { markOf } from './client.ts'
import { goTo, openProduct, type Product, passLifetime } from './with-fleet.ts'

const [issuerUrl, apiUrl] = ['http://localhost:3000', 'http://localhost:3001']

test.each(['redis', 'stateless'] as const)(
  'from hybrid to %s a session that is bound to a key goes on, stays bound, and holds up the end of the drain',
  async (to) => {
    const product = await openProduct('hybrid', to)
    const { fleet, issuer, api } = product
    const holder = await newHolder(product)
    await goTo(product, 'issue-new', [holder])
    const pair = await holder.refresh()
    expect(markOf(pair.access)).toBe('hybrid')
    expect(await holder.call(api, pair)).toMatchObject({ status: 200 })
    const asBearer = { headers: { authorization: `Bearer ${pair.access}` } }
    expect(await ask(api, 'GET', '/catalog', asBearer)).toMatchObject({ code: 'dpop_proof_required' })
    // A login with a proof gets what the new strategy has, which is a Bearer token.
    expect((await holder.logIn(issuer)).body.token_type).toBe('Bearer')
    await fleet.step('next')
    await passLifetime(product, [holder])
    expect(await fleet.command('next')).toMatchObject({ code: 'drain_not_over' })
    await passLifetime(product, [])
    expect(await fleet.step('next')).toBe('new-only')
  },
)

test.each(['redis', 'stateless'] as const)(
  'from %s to hybrid a login with a proof gives a bound session from issue-new on, which a step back leaves as it is',
  async (from) => {
    const product = await openProduct(from, 'hybrid')
    const { fleet, issuer, api } = product
    await fleet.step('next')
    const early = await newHolder(product)
    expect((await early.logIn(issuer)).body.token_type).toBe('Bearer')
    // Its refresh comes with a proof, of which the old strategy takes no notice.
    expect(markOf((await early.refresh()).access)).toBe(from)
    await goTo(product, 'issue-new')
    const holder = await newHolder(product)
    await fleet.step('back')
    const pair = await holder.refresh()
    expect(markOf(pair.access)).toBe('hybrid')
    expect(await holder.call(api, pair)).toMatchObject({ status: 200 })
    const asBearer = { headers: { authorization: `Bearer ${pair.access}` } }
    expect(await ask(api, 'GET', '/catalog', asBearer)).toMatchObject({ code: 'dpop_proof_required' })
  },
)

/** A client with a key, logged in with a proof of it. */
async function newHolder({ fleet, issuer }: Product) {
  const { publicKey, privateKey } = await jose.generateKeyPair('ES256')
  const jwk = await jose.exportJWK(publicKey)

  const prove = (htm: string, htu: string, token?: string): Promise<string> =>
    new jose.SignJWT({
      ...{ jti: crypto.randomUUID(), htm, htu, iat: Math.floor(fleet.clock.nowMs() / 1000) },
      ...(token && { ath: createHash('sha256').update(token).digest('base64url') }),
    })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
      .sign(privateKey)

  const post = async (service: Service, path: string, body: object): Promise<Answer> => {
    const dpop = await prove('POST', issuerUrl + path)
    return ask(service, 'POST', path, {
      ...json(body),
      headers: { 'content-type': 'application/json', dpop },
    })
  }

  const logIn = (service: Service) => post(service, '/login', { username: 'alice', password })
  let pair = pairOf(await logIn(issuer))
  const refresh = async (): Promise<Pair> => {
    pair = pairOf(await post(issuer, '/refresh', { refresh_token: pair.refresh }))
    return pair
  }

  const call = async (service: Service, { access }: Pair): Promise<Answer> => {
    const dpop = await prove('GET', `${apiUrl}/catalog`, access)
    return ask(service, 'GET', '/catalog', { headers: { authorization: `DPoP ${access}`, dpop } })
  }

  return {
    ...{ logIn, refresh, call },
    async refreshAndCall(_: Service, api: Service): Promise<void> {
      const { status, code } = await call(api, await refresh())
      if (status !== 200) throw new Error(`Refused: ${code}`)
    },
  }
}

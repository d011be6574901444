import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Claim, claims, headerMembers, type TokenKind } from '../../src/data/claims.ts'
import { ask, json, newSession, password, transfer } from '../kit/client.ts'
import { allStrategies } from '../kit/strategies.ts'
import { openSystem } from '../kit/systems.ts'

describe.each(allStrategies)('%s: the page says what is in', (strategy) => {
  test('each kind of token', async () => {
    const internal: string[] = []
    const system = await openSystem(strategy, undefined, {
      wrapFetch: (fetch) => async (url, init) => {
        if (url.endsWith('/entries')) internal.push(`${new Headers(init?.headers).get('authorization')}`)
        return fetch(url, init)
      },
    })
    onTestFinished(() => system.close())
    const { access, refresh } = await newSession(system)
    await transfer(system.api, access)
    const tokens: Record<TokenKind, string> = {
      access: strategy === 'hybrid' ? await boundToken() : access,
      refresh,
      internal: `${internal[0]}`.replace('Bearer ', ''),
    }
    for (const [kind, token] of Object.entries(tokens) as [TokenKind, string][]) {
      expect(Object.keys(decodeJwt(token)).sort(), kind).toEqual(named(claims, kind))
      expect(Object.keys(decodeProtectedHeader(token)).sort(), kind).toEqual(named(headerMembers, kind))
    }

    /** The one that has a `cnf` as well. */
    async function boundToken(): Promise<string> {
      const { privateKey, publicKey } = await generateKeyPair('ES256')
      const iat = Math.floor(system.clock.nowMs() / 1000)
      const claimed = { jti: crypto.randomUUID(), htm: 'POST', htu: 'http://localhost:3000/login', iat }
      const dpop = await new SignJWT(claimed)
        .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: await exportJWK(publicKey) })
        .sign(privateKey)
      const headers = { 'content-type': 'application/json', dpop }
      const login = { ...json({ username: 'alice', password }), headers }
      return (await ask(system.issuer, 'POST', '/login', login)).body.access_token
    }
  })

  const named = (all: readonly Claim[], kind: TokenKind) =>
    all.flatMap((claim) => (claim.in[strategy]?.includes(kind) ? [claim.name] : [])).sort()
})

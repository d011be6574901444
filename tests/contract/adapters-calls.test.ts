import { createHash } from 'node:crypto'
import express from 'express'
import { fastify } from 'fastify'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Call } from '../../examples/stateless/src/token-strategy.ts'
import { ask, bearer, newSession, password } from '../kit/client.ts'
import { type RedisServer, startRedisServer } from '../kit/engines.ts'
import type { Opened } from './adapted.ts'
import { askAll, askOne, authorization, told, transferOf } from './adapted-answers.ts'
import { frameworks, openWorld, type World } from './adapted-world.ts'

// What Express and Fastify make of a request before the strategy sees it, and of an error before a client does. None of
// this differs between strategies; the hybrid is the one that looks at all of it.

let redis: RedisServer
let world: World
beforeAll(async () => {
  redis = await startRedisServer()
  world = await openWorld('hybrid', redis)
})
afterAll(async () => {
  await world.close()
  await redis.stop()
})

describe('a service on Express or Fastify', () => {
  /** What a service uses, with a strategy that notes each call it is asked about. */
  async function openCurious() {
    const calls: Call[] = []
    const opened = await world.open()
    const verifier: Opened['verifier'] = {
      ...opened.verifier,
      verify: async (token, call) => {
        calls.push(call)
        return opened.verifier.verify(token, call)
      },
    }
    return { calls, opened: { ...opened, verifier } }
  }

  test('a route is told to the strategy by its pattern, wherever it is mounted', async () => {
    const { calls, opened } = await openCurious()
    const parts = [opened.verifier, opened.watch, opened.place] as const
    const signedIn = world.adapted.expressGuard(...parts)
    const router = express.Router().get('/items/:id', signedIn, (_, res) => void res.json({}))
    const other = fastify()
    const onRequest = world.adapted.fastifyGuard(...parts)
    await other.register(async (app) => app.get('/items/:id', { onRequest }, async () => ({})), {
      prefix: '/v1',
    })
    await other.ready()
    const { access } = await newSession(world.system)
    for (const listener of [express().use('/v1', router), other.routing])
      await fetch(`${await world.listen(listener)}/v1/items/42?q=1`, bearer(access))
    const expected: Call = {
      route: 'GET /v1/items/:id',
      method: 'GET',
      url: 'http://localhost:3001/v1/items/42',
      scheme: 'Bearer',
      network: '127.0.0.0/24',
    }
    expect(calls).toEqual([expected, expected])
  })

  test('behind proxies of ours the client is whom the first of them saw', async () => {
    const { calls, opened } = await openCurious()
    const behindTwo = { ...opened, place: { ...opened.place, trustedProxies: 2 } }
    const other = world.adapted.createFastifyApi(behindTwo)
    await other.ready()
    const { access } = await newSession(world.system)
    const headers = {
      authorization: `Bearer ${access}`,
      'x-forwarded-for': '192.0.2.1, 203.0.113.7, 198.51.100.2',
    }
    for (const listener of [world.adapted.createExpressApi(behindTwo), other.routing])
      await fetch(`${await world.listen(listener)}/catalog`, { headers })
    expect(calls.map(({ network }) => network)).toEqual(['203.0.113.0/24', '203.0.113.0/24'])
  })

  test('an address that cannot be read is not found, also where a parameter would be', async () => {
    const { verifier, watch, place } = await world.open()
    const app = express().get('/items/:id', world.adapted.expressGuard(verifier, watch, place))
    const url = await world.listen(app.use(world.adapted.expressErrors(watch)))
    expect(await told(await fetch(`${url}/items/%E0%A4%A`))).toMatchObject({ status: 404, code: 'not_found' })
    expect(world.faults).toEqual([])
  })

  test('on Fastify a body of another kind and one that is empty are refused as on Hono', async () => {
    const { access } = await newSession(world.system)
    const question = transferOf('', access)
    const xml = {
      ...question,
      body: '<to>bob</to>',
      headers: { ...question.headers, 'content-type': 'text/xml' },
    }
    for (const [asked, code] of [
      [question, 'body_malformed'],
      [xml, 'content_type_unsupported'],
    ] as const) {
      const answer = await askOne(world, 'fastify', asked)
      expect(answer.code).toBe(code)
      expect(answer).toEqual(await askOne(world, 'hono', asked))
    }
  })

  test('a fault of ours is logged, and told to nobody', async () => {
    const { access } = await newSession(world.system)
    const opened = await world.open()
    const fault = new Error('what nobody should read')
    const broken: Opened = {
      ...opened,
      verifier: { ...opened.verifier, profile: () => Promise.reject(fault) },
    }
    const other = world.adapted.createFastifyApi(broken)
    await other.ready()
    for (const listener of [world.adapted.createExpressApi(broken), other.routing]) {
      const answer = await told(await fetch(`${await world.listen(listener)}/me`, bearer(access)))
      expect(answer).toMatchObject({ status: 500, code: 'internal_error' })
      expect(answer.headers['content-type']).toBe('application/problem+json')
      expect(answer.text).not.toContain('nobody')
    }
    expect(world.faults).toEqual([fault, fault])
  })

  test('a token that is bound to a key opens them with a proof of it, and not without', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256')
    const jwk = await exportJWK(publicKey)
    const prove = (method: string, url: string, token?: string) =>
      new SignJWT({
        ...{ htm: method, htu: url, jti: crypto.randomUUID() },
        ...(token && { ath: createHash('sha256').update(token).digest('base64url') }),
      })
        .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
        .setIssuedAt()
        .sign(privateKey)
    const { body } = await ask(world.system.issuer, 'POST', '/login', {
      body: JSON.stringify({ username: 'alice', password }),
      headers: {
        'content-type': 'application/json',
        dpop: await prove('POST', 'http://localhost:3000/login'),
      },
    })
    const question = authorization(`DPoP ${body.access_token}`)
    for (const framework of frameworks) {
      const dpop = await prove('GET', 'http://localhost:3001/catalog', body.access_token)
      const answer = await askOne(world, framework, { headers: { ...question.headers, dpop } })
      expect(answer.status).toBe(200)
    }
    expect((await askAll(world, question)).code).toBe('dpop_proof_invalid')
    expect((await askAll(world, authorization(`Bearer ${body.access_token}`))).code).toBe(
      'dpop_proof_required',
    )
  })
})

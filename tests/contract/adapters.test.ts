import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { ask, bearer, newSession } from '../kit/client.ts'
import { type RedisServer, startRedisServer } from '../kit/engines.ts'
import { allStrategies } from '../kit/strategies.ts'
import { askAll, authorization, onceAll, type Question, transferOf } from './adapted-answers.ts'
import { openWorld, type World } from './adapted-world.ts'

// A service on Express and one on Fastify get the same requests over HTTP as the starter's own on Hono.

let redis: RedisServer
beforeAll(async () => {
  redis = await startRedisServer()
})
afterAll(() => redis.stop())

describe.each(allStrategies)('%s on Express and Fastify answers as on Hono:', (strategy) => {
  let world: World
  beforeAll(async () => {
    await redis.admin.flushall()
    world = await openWorld(strategy, redis)
  })
  afterAll(() => world.close())

  test('a good token opens it, in a header of any spelling and in the cookie of an own page', async () => {
    const { access } = await newSession(world.system)
    const ways = [
      { authorization: `Bearer ${access}` },
      { authorization: `bearer  ${access}` },
      { cookie: `a=b; __Host-access=${access}`, 'sec-fetch-site': 'same-origin' },
    ]
    for (const headers of ways) {
      const catalog = await askAll(world, { headers })
      expect(catalog).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } })
      const me = await askAll(world, { headers, path: '/me?page=1' })
      expect(JSON.parse(me.text)).toMatchObject({ name: 'Alice', roles: ['customer'], device: 'laptop' })
    }
  })

  const withoutToken: [what: string, code: string, question: Question][] = [
    ['no header', 'token_missing', {}],
    ['an empty header', 'token_missing', authorization('')],
    ['a scheme alone', 'token_missing', authorization('Bearer')],
    ['the Basic scheme', 'scheme_unsupported', authorization('Basic YWxpY2U6cHc=')],
    ['two tokens', 'token_malformed', authorization('Bearer a.b.c d.e.f')],
    ['words that are no token', 'token_malformed', authorization('Bearer not-a-token')],
    ['a token over 8 KB', 'token_too_large', authorization(`Bearer ${'a'.repeat(8193)}`)],
    ['alg none', 'token_malformed', authorization('Bearer eyJhbGciOiJub25lIn0.e30.')],
    ['another address', 'not_found', { path: '/admin' }],
    ['an address that cannot be read', 'not_found', { path: '/%E0%A4%A' }],
    ['another method', 'not_found', { method: 'PUT' }],
  ]

  test.each(withoutToken)('%s: %s', async (_, code, question) => {
    expect((await askAll(world, question)).code).toBe(code)
  })

  test('the scheme DPoP, where it is offered and where it is not', async () => {
    const { code } = await askAll(world, authorization('DPoP not-a-token'))
    expect(code).toBe(strategy === 'hybrid' ? 'token_malformed' : 'scheme_unsupported')
  })

  const spoiled: [what: string, code: string, question: (access: string) => Question][] = [
    [
      'a token in header and cookie',
      'credentials_ambiguous',
      (access) => ({ headers: { authorization: `Bearer ${access}`, cookie: `__Host-access=${access}` } }),
    ],
    [
      'the cookie of an own page, sent by a foreign one',
      'csrf_refused',
      (access) => ({
        ...{ method: 'POST', path: '/transfer' },
        headers: { cookie: `__Host-access=${access}`, 'sec-fetch-site': 'cross-site' },
      }),
    ],
    ['base64url with padding', 'token_malformed', (access) => authorization(`Bearer ${access}==`)],
    [
      'a signature that does not match',
      'token_signature_invalid',
      (access) => authorization(`Bearer ${access.slice(0, -40)}${'A'.repeat(40)}`),
    ],
    ['a body that is no JSON', 'body_malformed', (access) => transferOf('{"to":', access)],
    ['a body of another shape', 'body_invalid', (access) => transferOf('{"to":"bob"}', access)],
    ['a body over 64 KB', 'body_too_large', (access) => transferOf(`"${'a'.repeat(65_536)}"`, access)],
  ]

  test.each(spoiled)('%s: %s', async (_, code, question) => {
    const { access } = await newSession(world.system)
    expect((await askAll(world, question(access))).code).toBe(code)
  })

  test('a token of the wrong type, one without the role, and one that has expired', async () => {
    const { access, refresh } = await newSession(world.system)
    expect((await askAll(world, authorization(`Bearer ${refresh}`))).code).toBe('token_type_invalid')
    const bob = await newSession(world.system, 'laptop', 'bob')
    const forbidden = await askAll(world, transferOf('{"to":"alice","amount":1}', bob.access))
    expect(forbidden).toMatchObject({ status: 403, code: 'role_missing' })
    world.system.clock.advance(306)
    expect((await askAll(world, authorization(`Bearer ${access}`))).code).toBe('token_expired')
  })

  test('a logout means the same to all', async () => {
    const { access } = await newSession(world.system)
    await ask(world.system.issuer, 'POST', '/logout', bearer(access))
    const question = authorization(`Bearer ${access}`)
    await onceAll(world, question, strategy === 'stateless' ? 200 : 401)
    const code = strategy === 'stateless' ? undefined : 'session_revoked'
    expect((await askAll(world, question)).code).toBe(code)
  })
})

describe('while Redis is down, each route answers as its policy says, on every framework', () => {
  test.each([
    ['stateless', 200, [undefined, undefined, undefined]],
    ['redis', 503, ['store_unavailable', 'store_unavailable', 'store_unavailable']],
    ['hybrid', 503, [undefined, undefined, 'revocations_stale']],
  ] as const)('%s', async (strategy, status, codes) => {
    const world = await openWorld(strategy, redis)
    onTestFinished(() => world.close())
    const { access } = await newSession(world.system)
    const headers = { authorization: `Bearer ${access}` }
    const transfer = transferOf('{"to":"bob","amount":20}', access)
    await redis.kill()
    onTestFinished(() => redis.restart())
    await onceAll(world, transfer, status)
    const questions = [{ headers }, { headers, path: '/me' }, transfer]
    const answers = []
    for (const question of questions) answers.push(await askAll(world, question))
    expect(answers.map(({ code }) => code)).toEqual(codes)
    const retries = codes.map((code) => (code ? '1' : null))
    expect(answers.map(({ headers }) => headers['retry-after'])).toEqual(retries)
  })
})

import { decodeJwt } from 'jose'
import { ask, json, logIn, refresh } from '../kit/client.ts'
import { ownPage } from './cookie-client.ts'
import { basic, exchange } from './exchange-client.ts'
import { operationsOf } from './openapi-check.ts'
import { call, foreignPage, goodBodies, post, serviceOf, spoiledTokens } from './openapi-requests.ts'
import { eachForUsers, open, type Story, withScheme } from './openapi-world.ts'

/** How a token comes: not at all, twice, by the wrong way, from a foreign page. */
const badCredentials: Story = async (world) => {
  const { system, good } = await open(world)
  const cookie = `__Host-access=${good.access}`
  const authorization = `Bearer ${good.access}`
  const taking = [...withScheme(world, 'accessToken'), ...withScheme(world, 'internalToken')]
  for (const asked of taking) {
    await call(system, asked, {})
    await call(system, asked, { authorization: 'Basic none' })
    await call(system, asked, { authorization, cookie })
    await call(system, asked, { cookie, ...foreignPage })
  }
  const refreshCookie = { cookie: `__Host-refresh=${good.refresh}` }
  await ask(system.issuer, 'POST', '/refresh', { headers: { ...refreshCookie, ...foreignPage } })
  await post(system, '/refresh', { refresh_token: good.refresh }, { ...refreshCookie, ...ownPage })
  await post(system, '/login', { ...goodBodies['POST /login'], delivery: 'cookies' }, foreignPage)
  await logIn(system, 'laptop', 'alice', 'guess')
}

/** A token that is wrong in each way, at each operation that takes one. */
const badTokens: Story = async (world) => {
  const target = await open(world)
  const { system, good, header, claims } = target
  for (const token of await Promise.all(spoiledTokens(target, good.access, header, claims))) {
    await eachForUsers(world, (asked) => call(system, asked, { authorization: `Bearer ${token}` }))
    await exchange(system, token)
  }
  const renewal = { ...header, typ: 'refresh+jwt' }
  for (const token of await Promise.all(
    spoiledTokens(target, good.refresh, renewal, decodeJwt(good.refresh)),
  ))
    await refresh(system, token)
  const internal = (await exchange(system, good.access)).body.access_token
  for (const token of await Promise.all(spoiledTokens(target, internal, header, decodeJwt(internal))))
    await ask(system.ledger, 'POST', '/entries', json(goodBodies['POST /entries'], token))
}

/** A body of the wrong type, of the wrong form, with the wrong members, and one that is too large. */
const badBodies: Story = async (world) => {
  const { system, good, claims, header, forge } = await open(world)
  const internal = await forge(header, { ...claims, aud: 'http://localhost:3002', act: { sub: 'api' } })
  for (const asked of operationsOf(world.document)) {
    const service = serviceOf(system, asked)
    const path = asked.path.replace(/\{\w+\}/, 'none')
    const authorization = `Bearer ${asked.name === 'POST /entries' ? internal : good.access}`
    const send = (type: string, body: string, more = {}) =>
      ask(service, asked.method, path, { headers: { authorization, 'content-type': type, ...more }, body })
    if (asked.method !== 'GET') await send('text/plain', 'x'.repeat(70_000), { 'content-length': '70000' })
    if (!goodBodies[asked.name]) continue
    await send('text/plain', '{}')
    await send('application/json', '{')
    await send('application/json', '{}')
  }
}

const badExchanges: Story = async (world) => {
  const { system, good } = await open(world)
  await exchange(system, good.access, {}, { authorization: 'Basic none' })
  await exchange(system, good.access, { subject_token_type: 'none' })
  await exchange(system, good.access, { grant_type: 'none' })
  await exchange(system, good.access, { audience: 'http://localhost:9' })
  await exchange(system, good.access, {}, { authorization: basic, 'content-type': 'text/plain' })
}

export const badInputStories: readonly Story[] = [badCredentials, badTokens, badBodies, badExchanges]

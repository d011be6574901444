import { describe, expect, test } from 'vitest'
import type { UserDirectory } from '../../examples/stateless/src/users.ts'
import { ask, bearer } from '../kit/client.ts'
import { until } from '../kit/until.ts'
import { Client, call, markOf, refreshAt } from './client.ts'
import { goTo, openProduct, passLifetime } from './with-fleet.ts'

describe.each([
  ['redis', 'immediate'],
  ['hybrid', 'bounded'],
] as const)('from %s to stateless', (from, promised) => {
  test('a session that ended before the drain stays ended, to the last token of it', async () => {
    const product = await openProduct(from, 'stateless')
    const { fleet, issuer, api } = product
    await goTo(product, 'issue-new')
    const client = await Client.logIn(issuer)
    expect(markOf(client.pair.access)).toBe('stateless')
    const { body } = await ask(issuer, 'POST', '/logout', bearer(client.pair.access))
    expect(body.revocation).toBe(promised)
    await until(async () => (await call(api, client.pair.access)).code === 'session_revoked')
    await fleet.step('next')
    await passLifetime(product, [])
    await fleet.step('next')
    expect(await call(api, client.pair.access)).toMatchObject({ code: 'token_expired' })
    expect(await refreshAt(issuer, client.pair.refresh)).toMatchObject({ code: 'token_expired' })
  })

  test('one that ends in the drain ends as the stateless strategy promises, and the answer says so', async () => {
    const product = await openProduct(from, 'stateless')
    const { fleet, issuer, api } = product
    await goTo(product, 'drain')
    await passLifetime(product, [])
    const client = await Client.logIn(issuer)
    const { body } = await ask(issuer, 'POST', '/logout', bearer(client.pair.access))
    expect(body.revocation).toBe('at-expiry')
    await until(async () => (await call(api, client.pair.access)).code === 'session_revoked')
    await fleet.step('next')
    expect(await call(api, client.pair.access)).toMatchObject({ status: 200 })
    fleet.clock.advance(306)
    expect(await call(api, client.pair.access)).toMatchObject({ code: 'token_expired' })
  })

  test('back from new-only, sessions that Redis never knew can be ended, and one of them can stay', async () => {
    const product = await openProduct(from, 'stateless')
    const { fleet, issuer, api } = product
    await goTo(product, 'new-only')
    const [one, other] = [await Client.logIn(issuer), await Client.logIn(issuer)]
    await fleet.step('back')
    fleet.clock.advance(1)
    expect((await ask(issuer, 'POST', '/logout-others', bearer(one.pair.access))).status).toBe(200)
    await until(async () => (await call(api, other.pair.access)).code === 'session_revoked')
    expect(await refreshAt(issuer, other.pair.refresh)).toMatchObject({ code: 'session_revoked' })
    await one.call(api)
    await one.refreshAndCall(issuer, api)
  })

  test('logging out everywhere ends a stateless session of the same second', async () => {
    const product = await openProduct(from, 'stateless')
    const { issuer, api } = product
    await goTo(product, 'issue-new')
    const [one, other] = [await Client.logIn(issuer), await Client.logIn(issuer)]
    await ask(issuer, 'POST', '/logout-all', bearer(one.pair.access))
    for (const { pair } of [one, other])
      await until(async () => (await call(api, pair.access)).code === 'session_revoked')
  })
})

test('a stateless token whose session Redis has lost opens nothing while redis is the stricter strategy', async () => {
  const product = await openProduct('redis', 'stateless')
  await goTo(product, 'issue-new')
  const client = await Client.logIn(product.issuer)
  await product.redis.admin.flushall()
  expect(await call(product.api, client.pair.access)).toMatchObject({ code: 'session_revoked' })
})

describe.each(['redis', 'hybrid'] as const)('from stateless to %s', (to) => {
  test('a session that a used refresh token ended is brought back by no stateless token of it', async () => {
    const product = await openProduct('stateless', to)
    const { fleet, issuer } = product
    await goTo(product, 'issue-new')
    const client = await Client.logIn(issuer)
    const used = client.pair.refresh
    await fleet.step('back')
    await client.refresh(issuer)
    await fleet.step('back')
    await client.refresh(issuer)
    await fleet.step('next')
    expect(markOf(client.pair.refresh)).toBe('stateless')
    fleet.clock.advance(11)
    expect(await refreshAt(issuer, used)).toMatchObject({ code: 'refresh_token_reused' })
    expect(await refreshAt(issuer, client.pair.refresh)).toMatchObject({ code: 'session_revoked' })
  })

  test('logging out everywhere ends stateless sessions that Redis never knew', async () => {
    const product = await openProduct('stateless', to)
    const { fleet, issuer, api } = product
    const [one, other] = [await Client.logIn(issuer), await Client.logIn(issuer)]
    fleet.clock.advance(1)
    await ask(issuer, 'POST', '/logout-all', bearer(one.pair.access))
    for (const { pair } of [one, other]) {
      await until(async () => (await call(api, pair.access)).code === 'session_revoked')
      expect(await refreshAt(issuer, pair.refresh)).toMatchObject({ code: 'session_revoked' })
    }
    await (await Client.logIn(issuer)).refreshAndCall(issuer, api)
  })

  test('nobody gets back a role that was taken away while stateless tokens were issued', async () => {
    const roles = { alice: ['customer'] as readonly string[] }
    const product = await openProduct('stateless', to, { wrapUsers: withRoles(roles) })
    const { fleet, issuer, api } = product
    await goTo(product, 'shadow')
    const client = await Client.logIn(issuer)
    await client.refresh(issuer)
    roles.alice = []
    await passLifetime(product, [client])
    await fleet.step('next')
    await client.refresh(issuer)
    expect((await call(api, client.pair.access, '/me')).body.roles).toEqual([])
  })
})

const withRoles =
  (roles: { readonly alice: readonly string[] }) =>
  (users: UserDirectory): UserDirectory => ({
    ...users,
    async find(sub) {
      const user = await users.find(sub)
      return user && { ...user, roles: roles.alice }
    },
  })

test('a token whose mark was changed is refused, like every token that was changed', async () => {
  const { issuer, api } = await openProduct('redis', 'stateless')
  const { pair } = await Client.logIn(issuer)
  const [header, payload = '', signature] = pair.access.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
  for (const strategy of ['stateless', 'hybrid', undefined]) {
    const changed = Buffer.from(
      JSON.stringify({ ...claims, strategy, name: 'Eve', roles: ['admin'], device: 'x' }),
    )
    const { status } = await call(api, [header, changed.toString('base64url'), signature].join('.'))
    expect(status).toBe(401)
  }
})

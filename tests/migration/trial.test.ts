import { describe, expect, test } from 'vitest'
import { ask, bearer } from '../kit/client.ts'
import { until } from '../kit/until.ts'
import { Client, call, refreshAt } from './client.ts'
import { goTo, openProduct, type Product, passLifetime } from './with-fleet.ts'

/** What was counted in this phase, once it is there. */
async function counted({ fleet }: Product, name: string, times: number): Promise<void> {
  await until(async () => ((await fleet.record())?.counts[name] ?? 0) >= times)
}

describe.each(['redis', 'hybrid'] as const)('from stateless to %s', (to) => {
  test('a Redis that goes down in shadow costs nobody anything, is counted, and holds up the next step', async () => {
    const product = await openProduct('stateless', to)
    const { fleet, redis, issuer, api } = product
    await goTo(product, 'shadow')
    const before = await Client.logIn(issuer)
    await before.refresh(issuer)
    await redis.kill()
    const during = await Client.logIn(issuer)
    const clients = [before, during]
    for (const client of clients) await client.refreshAndCall(issuer, api)
    // It comes back empty. The instances know the phase, and what they could not tell.
    await redis.restart()
    await fleet.reconnected()
    await counted(product, 'refused:store_unavailable', 1)
    expect((await fleet.record())?.phase).toBe('shadow')
    for (const client of clients) await client.refreshAndCall(issuer, api)
    await passLifetime(product, clients)
    expect(await fleet.command('next')).toMatchObject({ code: 'shadow_mismatch' })
    await fleet.step('back')
    await fleet.step('next')
    await passLifetime(product, clients)
    expect(await fleet.step('next')).toBe('issue-new')
    for (const client of clients) await client.refreshAndCall(issuer, api)
  })

  test('a refresh token that is used again in shadow is counted, and nobody is logged out for it', async () => {
    const product = await openProduct('stateless', to)
    const { fleet, issuer, api } = product
    await goTo(product, 'shadow')
    const client = await Client.logIn(issuer)
    const used = client.pair.refresh
    await client.refresh(issuer)
    fleet.clock.advance(11)
    expect((await refreshAt(issuer, used)).status).toBe(200)
    await client.refreshAndCall(issuer, api)
    await counted(product, 'refused:refresh_token_reused', 1)
  })

  test('once new tokens are issued, an old one is refused when its revocation cannot be looked up', async () => {
    const product = await openProduct('stateless', to)
    const { fleet, issuer, api, redis } = product
    const client = await Client.logIn(issuer)
    await goTo(product, 'shadow')
    await passLifetime(product, [client])
    await fleet.step('next')
    await client.call(api)
    await redis.kill()
    const [route, code] =
      to === 'redis' ? ['/catalog', 'store_unavailable'] : ['/sessions', 'revocations_stale']
    const service = to === 'redis' ? api : issuer
    // The end of its process is known before that of the line to it.
    await expect.poll(() => call(service, client.pair.access, route)).toMatchObject({ status: 503, code })
    await redis.restart()
  })
})

test.each([
  ['redis', 'stateless', 1],
  ['redis', 'hybrid', 0],
  ['hybrid', 'stateless', 1],
] as const)(
  'from %s to %s the shadow tells what the old strategy alone refuses',
  async (from, to, missed) => {
    const product = await openProduct(from, to)
    const { fleet, issuer, api } = product
    await goTo(product, 'shadow')
    const client = await Client.logIn(issuer)
    await client.call(api)
    await ask(issuer, 'POST', '/logout', bearer(client.pair.access))
    // By then the news has come everywhere.
    await until(async () => (await call(api, client.pair.access)).code === 'session_revoked')
    await counted(product, 'compared', 1)
    await until(async () => (await call(api, client.pair.access)).code === 'session_revoked')
    await fleet.told()
    if (missed > 0) await counted(product, 'missed', missed)
    expect(
      Object.keys((await fleet.record())?.counts ?? {}).filter((name) => name.startsWith('refused:')),
    ).toEqual([])
  },
)

import { expect } from 'vitest'
import {
  type Answer,
  ask,
  bearer,
  catalog,
  eventually,
  isOk,
  json,
  type Pair,
  pairOf,
  password,
  transfer,
} from '../kit/client.ts'
import type { Service } from '../kit/systems.ts'
import type { Deployed } from './deployed.ts'

/** The services as a client finds them. */
export function servicesOf({ service }: Deployed) {
  const [issuer, api, otherApi, ledger] = ['issuer', 'api-1', 'api-2', 'ledger'].map(service) as [
    Service,
    Service,
    Service,
    Service,
  ]
  return { issuer, api, otherApi, ledger }
}

/** Resolves once each service says that it should get requests. */
export async function expectReady(deployed: Deployed): Promise<void> {
  for (const service of Object.values(servicesOf(deployed))) {
    const ready = () => ask(service, 'GET', '/readyz')
    await eventually(ready, isOk)
  }
}

export async function logIn(deployed: Deployed, device: string, username = 'alice'): Promise<Pair> {
  const { issuer } = servicesOf(deployed)
  return pairOf(await ask(issuer, 'POST', '/login', json({ username, password, device })))
}

/** What users do all day: log in, call both services, pay through the ledger, go on with a fresh token. */
export async function workThrough(deployed: Deployed): Promise<Pair> {
  const { issuer, api, otherApi } = servicesOf(deployed)
  const { access, refresh: token } = await logIn(deployed, 'laptop')
  expect((await ask(api, 'GET', '/me', bearer(access))).body).toMatchObject({ name: 'Alice' })
  expect((await catalog(otherApi, access)).status).toBe(200)
  expect((await transfer(api, access)).body).toMatchObject({ transferred: 20, to: 'bob' })
  const next = pairOf(await ask(issuer, 'POST', '/refresh', json({ refresh_token: token })))
  expect((await transfer(otherApi, next.access)).status).toBe(200)
  return next
}

/** Ends sessions in every way there is, and sees that both services refuse each of them. */
export async function endSessions(deployed: Deployed): Promise<void> {
  const { issuer } = servicesOf(deployed)
  const [laptop, phone, tablet] = [
    await logIn(deployed, 'laptop'),
    await logIn(deployed, 'phone'),
    await logIn(deployed, 'tablet'),
  ]
  const { body } = await ask(issuer, 'GET', '/sessions', bearer(laptop.access))
  expect(body.sessions.length).toBeGreaterThanOrEqual(3)
  await ask(issuer, 'DELETE', `/sessions/${phone.sid}`, bearer(laptop.access))
  await expectRefused(deployed, phone)
  await ask(issuer, 'POST', '/logout-others', bearer(laptop.access))
  await expectRefused(deployed, tablet)
  await ask(issuer, 'POST', '/logout', bearer(laptop.access))
  await expectRefused(deployed, laptop)
}

/** A service of its own may hear of it a moment later. */
export async function expectRefused(deployed: Deployed, { access }: Pair): Promise<void> {
  const { api, otherApi } = servicesOf(deployed)
  for (const service of [api, otherApi]) {
    const isDecided = ({ status }: Answer) => status === 401
    const { code } = await eventually(() => catalog(service, access), isDecided)
    expect(code).toBe('session_revoked')
  }
}

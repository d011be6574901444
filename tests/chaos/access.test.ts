import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ask,
  bearer,
  catalog,
  eventually,
  isOk,
  logIn,
  newSession,
  refresh,
  signIn,
  transfer,
} from '../kit/client.ts'
import { type Certificates, makeCertificates } from '../kit/redis/certificates.ts'
import { usersOf } from '../kit/redis/rights.ts'
import { startServer } from '../kit/redis/server.ts'
import { withStore } from '../kit/strategies.ts'
import { openSystem, type StrategyName, type System } from '../kit/systems.ts'

/** The address with another user and password. */
const as = (url: string, credentials: string) => url.replace(/\/\/(.*@)?/, `//${credentials}@`)

async function expectClosed(strategy: StrategyName, url: string): Promise<void> {
  const system = await openSystem(strategy, { url })
  const login = await logIn(system)
  const ready = await ask(system.api, 'GET', '/readyz')
  await system.close()
  expect([login.status, login.code]).toEqual([503, 'store_unavailable'])
  expect(JSON.stringify(login.body)).not.toContain('secret')
  expect(ready.status).toBe(503)
}

async function expectOpen(strategy: StrategyName, url: string): Promise<void> {
  const system = await openSystem(strategy, { url })
  const { access } = await signIn(system)
  await eventually(() => transfer(system.api, access), isOk)
  await eventually(() => catalog(system.otherApi, access), isOk)
  await system.close()
}

describe('a Redis with a password', () => {
  test.each(withStore)(
    '%s works with the right one, and is closed with a wrong one or none',
    async (strategy) => {
      const server = await startServer({ password: 'a secret: 100%/@' })
      await expectOpen(strategy, server.url)
      await expectClosed(strategy, as(server.url, ':wrong-secret'))
      await expectClosed(strategy, server.url.replace(/\/\/.*@/, '//'))
      await server.stop()
    },
  )
})

describe('a Redis user', () => {
  test.each(withStore)('%s needs no dangerous commands', async (strategy) => {
    const server = await startServer({ aclUsers: await usersOf(strategy, 'secret') })
    const system = await openSystem(strategy, { url: as(server.url, 'issuer:secret') })
    await useAll(system)
    await system.close()
    // The rights are those that its starter gives, and nothing was tried that they do not cover.
    expect(await server.admin.call('ACL', 'LOG')).toEqual([])
    await server.stop()
  })

  test.each(withStore)('%s is closed without the right to write or to run scripts', async (strategy) => {
    const [issuer = ''] = await usersOf(strategy, 'secret')
    const less = (name: string, without: string) => `${issuer.replace('issuer', name)} ${without}`
    const server = await startServer({ aclUsers: [less('reader', '-@write'), less('mute', '-@scripting')] })
    for (const user of ['reader', 'mute']) {
      const system = await openSystem(strategy, { url: as(server.url, `${user}:secret`) })
      expect(await logIn(system)).toMatchObject({ status: 503, code: 'store_unavailable' })
      await system.close()
    }
    await server.stop()
  })
})

/** Sends every command that there is reason to send. */
async function useAll(system: System): Promise<void> {
  const laptop = await signIn(system)
  expect((await logIn(system, 'laptop', 'alice', 'wrong')).code).toBe('login_failed')
  const phone = await newSession(system, 'phone')
  const statuses = [
    await transfer(system.api, laptop.access),
    await ask(system.api, 'GET', '/me', bearer(laptop.access)),
    await refresh(system, laptop.refresh),
    await ask(system.issuer, 'GET', '/sessions', bearer(laptop.access)),
    await ask(system.issuer, 'DELETE', `/sessions/${phone.sid}`, bearer(laptop.access)),
    await ask(system.issuer, 'POST', '/logout-others', bearer(laptop.access)),
    await ask(system.issuer, 'POST', '/logout-all', bearer(laptop.access)),
  ].map(({ status }) => status)
  expect(statuses).toEqual(statuses.map(() => 200))
}

describe('TLS', () => {
  let certificates: Certificates
  const usual = getCACertificates('default')
  beforeAll(async () => {
    certificates = await makeCertificates()
  })
  afterAll(() => {
    setDefaultCACertificates(usual)
    return certificates.remove()
  })

  test.each(withStore)('%s connects to whom it can trust, and to nobody else', async (strategy) => {
    const server = await startServer({ tls: certificates })
    setDefaultCACertificates([certificates.ca.pem])
    await expectOpen(strategy, server.url)
    setDefaultCACertificates([certificates.otherCa.pem])
    await expectClosed(strategy, server.url)
    await expectClosed(strategy, server.url.replace('rediss:', 'redis:'))
    await server.stop()
  })
})

import { expect, vi } from 'vitest'
import { KeyRing as HybridRing } from '../../examples/hybrid/src/keys/key-ring.ts'
import { KeyRing as RedisRing } from '../../examples/redis/src/keys/key-ring.ts'
import { KeyRing as StatelessRing } from '../../examples/stateless/src/keys/key-ring.ts'
import { importSigningKey } from '../../examples/stateless/src/keys/signing-keys.ts'
import {
  type Answer,
  ask,
  catalog,
  eventually,
  logIn,
  newSession,
  refresh,
  signIn,
  transfer,
} from '../kit/client.ts'
import { newKeyEntry, SetClock } from '../kit/keys.ts'
import { openSystem } from '../kit/systems.ts'
import { exchange } from './exchange-client.ts'
import { type Asked, operationsOf } from './openapi-check.ts'
import { call } from './openapi-requests.ts'
import { eachForUsers, envOf, open, type Story, withScheme } from './openapi-world.ts'

/** Redis hangs. The clock stands still, so that nobody thinks that what is known is old. */
const frozenStore: Story = async (world) => {
  const { system, good } = await open(world, { clock: new SetClock() })
  const carol = await signIn(system, 'laptop', 'carol')
  const authorization = ({ path }: Asked) => `Bearer ${(path.startsWith('/accounts') ? carol : good).access}`
  world.redis.freeze()
  // First, and all at once: when the circuit has been open for a while, the line is given up, and what is known is old.
  await Promise.all(
    withScheme(world, 'accessToken').map((asked) =>
      call(system, asked, { authorization: authorization(asked) }),
    ),
  )
  await logIn(system)
  await refresh(system, good.refresh)
  await exchange(system, good.access)
  world.redis.thaw()
}

/** The log of revocations is lost, and the issuer is not there to restore it: each route says that it cannot know. */
const lostLog: Story = async (world) => {
  const { system, good } = await open(world)
  await system.issuer.store?.disconnect()
  await world.redis.admin.flushall()
  const probe = operationsOf(world.document).find(({ path }) => path === '/readyz')
  if (world.strategy === 'hybrid' && probe) await lost(() => ask(system.api, 'GET', '/readyz'))
  await eachForUsers(world, (asked) => call(system, asked, { authorization: `Bearer ${good.access}` }))
  await exchange(system, good.access)
}

const lost = (request: () => Promise<Answer>) => eventually(request, ({ status }) => status === 503)

/** Keys that were fetched a day ago are used no more, and none can be fetched. */
const keysOutOfReach: Story = async (world) => {
  let isAway = false
  const { system, good } = await open(world, {
    wrapFetch: (fetch) => async (url, init) => {
      if (isAway) throw new TypeError('fetch failed')
      return fetch(url, init)
    },
  })
  isAway = true
  await transfer(system.api, good.access)
  system.clock.advance(25 * 3600)
  const takesToken = ({ services, operation }: Asked) =>
    services[0] !== 'issuer' && operation.security.length > 0
  for (const asked of operationsOf(world.document).filter(takesToken))
    await call(system, asked, { authorization: `Bearer ${good.access}` })
}

/** Each starter knows the errors of its own key ring alone. */
const rings = { stateless: StatelessRing, redis: RedisRing, hybrid: HybridRing }

/** The issuer knows a key, but the time to sign with it is yet to come. */
const nothingToSignWith: Story = async (world) => {
  const clock = new SetClock()
  const key = await importSigningKey('Ed25519', await newKeyEntry())
  const ring = new rings[world.strategy]([key], clock)
  const opened = await openSystem(world.strategy, world.redis, {
    env: envOf(world),
    clock,
    signingKeys: ring,
  })
  world.atEnd(opened.close)
  const system = world.watch(opened)
  const { access, refresh: token } = await newSession(system)
  ring.replace([{ ...key, nbf: clock.nowMs() }])
  await logIn(system)
  await exchange(system, access)
  await refresh(system, token)
}

/** A fault of ours, without the line that it prints. */
const ourFault: Story = async (world) => {
  const printed = vi.spyOn(console, 'error').mockImplementation(() => {})
  let isBroken = false
  const { system } = await open(world, {
    wrapUsers: (users) => ({
      ...users,
      authenticate: (user, secret) =>
        isBroken ? Promise.reject(new Error('a fault')) : users.authenticate(user, secret),
    }),
  })
  isBroken = true
  await logIn(system)
  expect(printed).toHaveBeenCalledOnce()
  printed.mockRestore()
}

const stopping: Story = async (world) => {
  const { system, good } = await open(world)
  for (const service of [system.issuer, system.api, system.ledger]) {
    service.health.startStopping()
    await ask(service, 'GET', '/readyz')
  }
  await catalog(system.api, good.access)
}

export const outageStories: readonly Story[] = [
  frozenStore,
  lostLog,
  keysOutOfReach,
  nothingToSignWith,
  ourFault,
  stopping,
]

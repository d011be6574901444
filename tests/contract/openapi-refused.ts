import {
  ask,
  bearer,
  eventually,
  json,
  logIn,
  newSession,
  onceRevoked,
  refresh,
  transfer,
} from '../kit/client.ts'
import type { System, WrapUsers } from '../kit/systems.ts'
import { exchange } from './exchange-client.ts'
import { limitsOf } from './limited.ts'
import { call, post } from './openapi-requests.ts'
import { eachForUsers, open, type Story } from './openapi-world.ts'

/** A session that was ended is refused wherever its tokens are shown. */
const endedSession: Story = async (world) => {
  const { system } = await open(world)
  const { access, refresh: token, sid } = await newSession(system)
  await ask(system.issuer, 'DELETE', `/sessions/${sid}`, bearer(access))
  if (world.strategy !== 'stateless')
    for (const service of [system.issuer, system.api])
      await onceRevoked(system, () =>
        ask(service, 'GET', service === system.api ? '/me' : '/sessions', bearer(access)),
      )
  await eachForUsers(world, (asked) => call(system, asked, { authorization: `Bearer ${access}` }))
  await exchange(system, access)
  await refresh(system, token)
}

/** What a good token may not do: sessions of nobody, roles it lacks, a login too long ago, and what is not there. */
const notAllowed: Story = async (world) => {
  const { system } = await open(world, { env: { STEP_UP_SECONDS: '60' } })
  const alice = await newSession(system)
  const [bob, carol] = [await newSession(system, 'phone', 'bob'), await newSession(system, 'phone', 'carol')]
  await transfer(system.api, bob.access)
  const accounts = (token: string) => ask(system.issuer, 'POST', '/accounts/user-2/logout-all', bearer(token))
  for (const { access } of [bob, carol]) await accounts(access)
  await eachForUsers(world, (asked) => call(system, asked, { authorization: `Bearer ${alice.access}` }))
  const { access } = await newSession(system)
  await ask(system.issuer, 'DELETE', '/sessions/none', bearer(access))
  system.clock.advance(61)
  await transfer(system.api, access)
}

/** Of two logouts at once, or with a session that Redis holds no more, one finds nothing left to end. */
const endedMeanwhile: Story = async (world) => {
  const { system } = await open(world)
  if (world.strategy === 'stateless') return
  const logOutTwice = async () => {
    const { access, sid } = await newSession(system)
    if (world.strategy === 'hybrid') await world.redis.admin.del(`session:{user-1}:${sid}`)
    const logOut = () => ask(system.issuer, 'POST', '/logout', bearer(access))
    const [one, other] = await Promise.all([logOut(), logOut()])
    return one.status === 404 ? one : other
  }
  await eventually(logOutTwice, ({ status }) => status === 404)
}

const tooOften: Story = async (world) => {
  const { system, good } = await open(world, {
    limits: limitsOf({ loginsByNetwork: 1, refreshesByNetwork: 1 }),
  })
  await logIn(system)
  for (const token of [good.refresh, good.refresh]) await refresh(system, token)
}

/** A refresh token that was used before, and one of an account that is closed. */
const endedFamilies: Story = async (world) => {
  const { system, good } = await open(world)
  await refresh(system, good.refresh)
  system.clock.advance(11)
  await refresh(system, good.refresh)
  const closed = await open(world, { wrapUsers: (users) => ({ ...users, find: async () => undefined }) })
  await refresh(closed.system, closed.good.refresh)
}

/** All sessions are ended while a login is under way. */
const superseded: Story = async (world) => {
  let meanwhile = async () => {}
  const wrapUsers: WrapUsers = (users) => ({
    ...users,
    async authenticate(user, secret) {
      await users.authenticate(user, secret)
      await meanwhile()
    },
  })
  const { system, good } = await open(world, { wrapUsers })
  meanwhile = async () => void (await ask(system.issuer, 'POST', '/logout-all', bearer(good.access)))
  await logIn(system)
}

/** A token that is bound to a key, without its proof, with a bad one, and a login with a bad one. */
const badProofs: Story = async (world) => {
  const { system, good, forge, header, claims } = await open(world)
  const bound = await forge(header, { ...claims, cnf: { jkt: 'none' } })
  for (const authorization of [`Bearer ${bound}`, `DPoP ${bound}`])
    await eachForUsers(world, (asked) => call(system, asked, { authorization, dpop: 'none' }))
  await withProof(system, '/login', json({ username: 'alice', password: 'none' }).body)
  await withProof(system, '/refresh', json({ refresh_token: good.refresh }).body)
}

const withProof = (system: System, path: string, body: RequestInit['body']) =>
  post(system, path, JSON.parse(String(body)), { dpop: 'none' })

export const refusedStories: readonly Story[] = [
  endedSession,
  notAllowed,
  endedMeanwhile,
  tooOften,
  endedFamilies,
  superseded,
  badProofs,
]

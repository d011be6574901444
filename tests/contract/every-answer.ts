import { expect, vi } from 'vitest'
import { type Answer, ask, bearer, catalog, json, newSession, pairOf, transfer } from '../kit/client.ts'
import type { StrategyName, System, SystemOptions } from '../kit/systems.ts'
import { exchange } from './exchange-client.ts'
import { tryLogin, tryRefresh, wrong } from './limited.ts'

/** What it is, the status it should have, and what came. */
export type Sample = readonly [what: string, status: number, answer: Answer]

export const serviceNames = ['issuer', 'api', 'ledger'] as const

/**
 * An answer of each kind by each service.
 *
 * @param open a system that knows the secret of exchange-client.ts, and lets nobody fail to log in more than twice
 */
export async function samplesOf(
  strategy: StrategyName,
  open: (options?: SystemOptions) => Promise<System>,
): Promise<Sample[]> {
  const system = await open()
  const samples = [...(await goodAnswers(system)), ...(await refusals(system, strategy))]
  // No service can reach another: nothing can be verified.
  const noKeys = await open({ wrapFetch: () => () => Promise.reject(new TypeError('fetch failed')) })
  const { access } = await newSession(noKeys)
  samples.push(['api without keys', 503, await catalog(noKeys.api, access)])
  samples.push(['ledger without keys', 503, await ask(noKeys.ledger, 'POST', '/entries', bearer(access))])
  samples.push(['a fault of ours', 500, await faultOf(open)])
  for (const name of serviceNames) {
    system[name].health.startStopping()
    const answer = await ask(system[name], 'GET', '/readyz')
    answer.headers.delete('connection')
    samples.push([`${name} readyz, stopping`, 503, answer])
  }
  return samples
}

async function goodAnswers(system: System): Promise<Sample[]> {
  const { issuer, api, ledger } = system
  const login = await tryLogin(system)
  const { access, refresh } = pairOf(login)
  const exchanged = await exchange(system, access)
  const entry = json({ to: 'bob', amount: 20 }, exchanged.body.access_token)
  const probes = await Promise.all(
    serviceNames.flatMap((name) =>
      ['healthz', 'readyz', 'metrics'].map(
        async (path): Promise<Sample> => [`${name} ${path}`, 200, await ask(system[name], 'GET', `/${path}`)],
      ),
    ),
  )
  return [
    ...probes,
    ['keys', 200, await ask(issuer, 'GET', '/.well-known/jwks.json')],
    ['a login', 200, login],
    ['a refresh', 200, await tryRefresh(system, refresh)],
    ['an exchange', 200, exchanged],
    ['an entry', 201, await ask(ledger, 'POST', '/entries', entry)],
    ['a read', 200, await ask(api, 'GET', '/me', bearer(access))],
    ['a transfer', 200, await transfer(api, access)],
    ['a logout', 200, await ask(issuer, 'POST', '/logout', bearer(access))],
  ]
}

async function refusals(system: System, strategy: StrategyName): Promise<Sample[]> {
  const { issuer, api, ledger } = system
  const { access } = await newSession(system, 'laptop', 'bob')
  const large = { headers: { 'content-length': '70000' }, body: 'x'.repeat(70_000) }
  const everywhere: Sample[] = []
  for (const name of serviceNames) {
    const request = (method: string, path: string, init?: RequestInit) =>
      ask(system[name], method, path, init)
    everywhere.push(
      [`${name} not found`, 404, await request('GET', '/nowhere')],
      [
        `${name} preflight`,
        404,
        await request('OPTIONS', '/login', { headers: { origin: 'https://a.example' } }),
      ],
      [`${name} too large`, 413, await request('POST', '/anywhere', large)],
    )
  }
  const guess = () => tryLogin(system, { ...wrong, username: 'mallory' })
  const [failed, , limited] = [await guess(), await guess(), await guess()]
  return [
    ...everywhere,
    ['no token', 401, await ask(api, 'GET', '/me')],
    ['no token at the issuer', 401, await ask(issuer, 'GET', '/sessions')],
    ['another token', 401, await ask(ledger, 'POST', '/entries', bearer(access))],
    ['no role', 403, await transfer(api, access)],
    ['no body', 415, await ask(issuer, 'POST', '/login')],
    ['another body', 422, await ask(issuer, 'POST', '/login', json({}))],
    ['a wrong password', 401, failed],
    ['too many tries', 429, limited],
    ...(strategy === 'stateless' ? [] : [['without a store', 503, await withoutStore(system)] as const]),
  ]
}

/** The answer, without the line that it prints. */
async function faultOf(open: (options: SystemOptions) => Promise<System>): Promise<Answer> {
  const printed = vi.spyOn(console, 'error').mockImplementation(() => {})
  const fails = () => Promise.reject(new Error('a fault'))
  const answer = await tryLogin(await open({ wrapUsers: (users) => ({ ...users, authenticate: fails }) }))
  expect(printed).toHaveBeenCalledOnce()
  printed.mockRestore()
  return answer
}

async function withoutStore(system: System): Promise<Answer> {
  await system.issuer.store?.disconnect()
  const answer = await tryLogin(system, { username: 'bob' })
  await system.issuer.store?.connect()
  return answer
}

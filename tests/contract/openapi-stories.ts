import { type Answer, ask, bearer, newSession, password, refresh, transfer } from '../kit/client.ts'
import type { StrategyName, System } from '../kit/systems.ts'
import { cookiesOf, ownPage } from './cookie-client.ts'
import { exchange } from './exchange-client.ts'
import { post } from './openapi-requests.ts'

const asCookies = { username: 'alice', password, delivery: 'cookies' }

/** Everything that goes well, of each operation. */
export async function goodStory(system: System, strategy: StrategyName): Promise<void> {
  await probes(system)
  const { access, refresh: token, sid } = await newSession(system)
  await refresh(system, token)
  await pageStory(system)
  for (const path of ['/me', '/catalog']) await ask(system.api, 'GET', path, bearer(access))
  await transfer(system.api, access)
  await inside(system, access)
  const phone = await newSession(system, 'phone')
  await ask(system.issuer, 'GET', '/sessions', bearer(access))
  await ask(
    system.issuer,
    'DELETE',
    `/sessions/${strategy === 'stateless' ? sid : phone.sid}`,
    bearer(access),
  )
  await endings(system)
}

async function probes(system: System): Promise<void> {
  for (const service of [system.issuer, system.api, system.ledger])
    for (const path of ['/healthz', '/readyz', '/metrics']) await ask(service, 'GET', path)
  await ask(system.issuer, 'GET', '/.well-known/jwks.json')
}

/** A page logs in, refreshes and logs out with cookies. */
async function pageStory(system: System): Promise<void> {
  const first = await post(system, '/login', asCookies, ownPage)
  const again = await ask(system.issuer, 'POST', '/refresh', {
    headers: { cookie: cookiesOf(first), ...ownPage },
  })
  const headers = { cookie: cookiesOf(again), ...ownPage }
  await ask(system.api, 'GET', '/me', { headers })
  await ask(system.issuer, 'POST', '/logout', { headers })
}

/** What the API service does behind a transfer. */
async function inside(system: System, access: string): Promise<Answer> {
  const { body } = await exchange(system, access)
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${body.access_token}` }
  const entry = JSON.stringify({ to: 'bob', amount: 20 })
  return ask(system.ledger, 'POST', '/entries', { headers, body: entry })
}

async function endings(system: System): Promise<void> {
  for (const path of ['/logout', '/logout-others', '/logout-all'])
    await ask(system.issuer, 'POST', path, bearer((await newSession(system)).access))
  const { access } = await newSession(system, 'laptop', 'carol')
  await ask(system.issuer, 'POST', '/accounts/user-1/logout-all', bearer(access))
}

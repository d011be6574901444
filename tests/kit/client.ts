import { decodeJwt } from 'jose'
import type { Service, System } from './systems.ts'
import { growingPauses } from './until.ts'

/** An issuer that has run so long knows all tokens to be of its own lifetime, and keeps revocations no longer than that. */
export { longestAccessSeconds } from '../../examples/hybrid/src/tokens/token-check.ts'

/** What a test reads of an answer. */
export interface Answer {
  readonly status: number
  readonly code: string | undefined
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at bodies of every shape
  readonly body: any
}

export interface Pair {
  readonly access: string
  readonly refresh: string
  readonly sid: string
}

export const password = 'correct horse battery staple'

export async function ask(
  service: Service,
  method: string,
  path: string,
  init: RequestInit = {},
): Promise<Answer> {
  const response = await service.app.request(path, { method, ...init })
  const text = await response.text()
  const body = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text
  return { status: response.status, code: body?.code, headers: response.headers, body }
}

export const bearer = (token: string): RequestInit => ({ headers: { authorization: `Bearer ${token}` } })

export const json = (body: unknown, token?: string): RequestInit => ({
  headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
  body: JSON.stringify(body),
})

export const logIn = (
  system: System,
  device = 'laptop',
  username = 'alice',
  secret = password,
): Promise<Answer> => ask(system.issuer, 'POST', '/login', json({ username, password: secret, device }))

/** Logs in and hands out the tokens; a login that fails fails the test. */
export async function newSession(system: System, device = 'laptop', username = 'alice'): Promise<Pair> {
  return pairOf(await logIn(system, device, username))
}

export const refresh = (system: System, token: string): Promise<Answer> =>
  ask(system.issuer, 'POST', '/refresh', json({ refresh_token: token }))

export function pairOf(answer: Answer): Pair {
  if (answer.status !== 200) throw new Error(`Expected tokens, got ${answer.status} ${answer.code}`)
  const { access_token: access, refresh_token } = answer.body
  return { access, refresh: refresh_token, sid: String(decodeJwt(access).sid) }
}

export const catalog = (service: Service, token: string): Promise<Answer> =>
  ask(service, 'GET', '/catalog', bearer(token))

export const transfer = (service: Service, token: string): Promise<Answer> =>
  ask(service, 'POST', '/transfer', json({ to: 'bob', amount: 20 }, token))

/** Asks until the answer satisfies, and returns it. The test's own time limit ends a wait in vain. */
export async function eventually(
  request: () => Promise<Answer>,
  satisfies: (answer: Answer) => boolean,
): Promise<Answer> {
  for (const next = growingPauses(); ; await next()) {
    const answer = await request()
    if (satisfies(answer)) return answer
  }
}

export const isOk = ({ status }: Answer): boolean => status === 200

/** Like `newSession()`, where a service may still be on its way to Redis, or back to it. */
export const signIn = async (system: System, device = 'laptop', username = 'alice'): Promise<Pair> =>
  pairOf(await eventually(() => logIn(system, device, username), isOk))

/** The answer to a revoked token: at once where that is promised, else as soon as the news has come. */
export function onceRevoked(system: System, request: () => Promise<Answer>): Promise<Answer> {
  return system.revocation.kind === 'bounded'
    ? eventually(request, ({ status }) => status === 401)
    : request()
}

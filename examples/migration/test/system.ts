import { decodeJwt } from 'jose'
import { ShiftedClock } from '../src/clock.ts'
import type { Service } from '../src/service-parts.ts'
import { createServices } from '../src/services.ts'
import { readSettings } from '../src/settings.ts'
import { openUserDirectory, type User, type UserDirectory } from '../src/users.ts'

// On a real Redis others may be at work, or were a moment ago. Nothing of theirs counts in this run.
const run = crypto.randomUUID()
const network = `2001:db8:${run.slice(9, 18).replace('-', ':')}::1`

/** All services over a clock of their own. REDIS_URL is honoured, so the same tests also run on a real Redis. */
export async function openSystem(env: Record<string, string> = {}) {
  const { REDIS_URL } = process.env
  const around = { NODE_ENV: 'test', REDIS_URL, REDIS_TIMEOUT_MS: '2000', TRUSTED_PROXIES: '1' }
  const settings = readSettings({ ...around, ...env })
  const clock = new ShiftedClock()
  const users = ofThisRun(openUserDirectory(settings))
  const services = await createServices(settings, { clock, users })
  const all: readonly Service[] = Object.values(services)
  const close = () => Promise.all(all.map((service) => service.close()))
  return { ...services, clock, all, close }
}

/** The same accounts, each with a `sub` that no other run has. */
function ofThisRun(users: UserDirectory): UserDirectory {
  const ours = (user: User): User => ({ ...user, sub: user.sub + run })
  const theirs = (sub: string) => sub.slice(0, -run.length)
  return {
    candidate: (username) => ours(users.candidate(username)),
    authenticate: (user, password) => users.authenticate({ ...user, sub: theirs(user.sub) }, password),
    find: async (sub) => {
      const user = await users.find(theirs(sub))
      return user && ours(user)
    },
  }
}

export interface Answer {
  readonly status: number
  readonly code: string | undefined
  // biome-ignore lint/suspicious/noExplicitAny: tests read bodies of every shape
  readonly body: any
  readonly headers: Headers
}

export async function send(
  { app }: Service,
  route: string,
  options: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const [method = 'GET', path = '/'] = route.split(' ')
  const headers = new Headers({ 'x-forwarded-for': network, ...options.headers })
  if (options.token !== undefined) headers.set('authorization', `Bearer ${options.token}`)
  if (options.body !== undefined) headers.set('content-type', 'application/json')
  const body = options.body === undefined ? {} : { body: JSON.stringify(options.body) }
  const response = await app.request(path, { method, headers, ...body })
  const answer = await response.json()
  return { status: response.status, code: answer.code, body: answer, headers: response.headers }
}

export async function logIn(issuer: Service, device = 'laptop') {
  const body = { username: 'alice', password: 'correct horse battery staple', device }
  return tokensOf(await send(issuer, 'POST /login', { body }))
}

export const refresh = (issuer: Service, token: string): Promise<Answer> =>
  send(issuer, 'POST /refresh', { body: { refresh_token: token } })

export function tokensOf({ body }: Answer) {
  return {
    access: body.access_token as string,
    refresh: body.refresh_token as string,
    sid: decodeJwt(body.access_token).sid as string,
  }
}

import { decodeJwt } from 'jose'
import { ShiftedClock } from '../src/clock.ts'
import { createBothServices, type Service } from '../src/services.ts'
import { readSettings } from '../src/settings.ts'

/** Both services over a clock of their own. REDIS_URL is honoured, so the same tests also run on a real Redis. */
export async function openSystem(env: Record<string, string> = {}) {
  const { REDIS_URL } = process.env
  const settings = readSettings({ NODE_ENV: 'test', REDIS_URL, REDIS_TIMEOUT_MS: '2000', ...env })
  const clock = new ShiftedClock()
  const { issuer, api } = await createBothServices(settings, clock)
  return { clock, issuer, api, close: () => Promise.all([issuer.close(), api.close()]) }
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
  options: { token?: string; body?: unknown } = {},
): Promise<Answer> {
  const [method = 'GET', path = '/'] = route.split(' ')
  const headers = new Headers()
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

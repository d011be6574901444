import { type Answer, ask, json, password } from '../kit/client.ts'
import type { Service, System } from '../kit/systems.ts'

export type Fields = Readonly<Record<string, string>>

export const ownPage = { 'sec-fetch-site': 'same-origin' }
export const asJson = { 'content-type': 'application/json' }

export const post = (service: Service, path: string, headers: Fields, body?: object): Promise<Answer> =>
  ask(service, 'POST', path, { ...(body && json(body)), headers })

export const logInForCookies = (
  { issuer }: System,
  headers: Fields = ownPage,
  credentials: object = {},
): Promise<Answer> =>
  post(
    issuer,
    '/login',
    { ...asJson, ...headers },
    { username: 'alice', password, delivery: 'cookies', ...credentials },
  )

export const setCookies = ({ headers }: Answer) =>
  headers.getSetCookie().map((line) => {
    const [pair = '', ...attributes] = line.split('; ')
    const [name = '', value = ''] = pair.split('=')
    return { name, value, attributes: attributes.sort() }
  })

/** What a browser sends back. */
export const cookiesOf = ({ headers }: Answer): string =>
  Array.from(headers.getSetCookie(), (line) => line.split(';', 1).join()).join('; ')

import { type Answer, ask, password } from '../kit/client.ts'
import { encode } from '../kit/forge.ts'
import type { Service, System } from '../kit/systems.ts'
import type { Target } from '../kit/target.ts'
import { asJson, type Fields } from './cookie-client.ts'
import type { Asked } from './openapi-check.ts'

export const foreignPage = { 'sec-fetch-site': 'cross-site' }

/** A good body for each route that takes JSON. */
export const goodBodies: Readonly<Record<string, object>> = {
  'POST /login': { username: 'alice', password },
  'POST /refresh': { refresh_token: 'none' },
  'POST /transfer': { to: 'bob', amount: 20 },
  'POST /entries': { to: 'bob', amount: 20 },
}

/** The service that an operation is asked at: the first that has it. */
export const serviceOf = (system: System, { services }: Asked): Service =>
  services[0] === 'issuer' ? system.issuer : services[0] === 'api' ? system.api : system.ledger

/** Asks an operation with these headers, and a good body where it takes one. */
export function call(system: System, asked: Asked, headers: Fields, sid = 'none'): Promise<Answer> {
  const path = asked.path.replace('{sid}', sid).replace('{sub}', 'user-2')
  const body = goodBodies[asked.name]
  const init = body ? { headers: { ...asJson, ...headers }, body: JSON.stringify(body) } : { headers }
  return ask(serviceOf(system, asked), asked.method, path, init)
}

export const post = ({ issuer }: System, path: string, body: object, headers: Fields = {}): Promise<Answer> =>
  ask(issuer, 'POST', path, { headers: { ...asJson, ...headers }, body: JSON.stringify(body) })

/** One token for each thing that can be wrong with one, signed by the issuer where that matters. */
export function spoiledTokens(
  { forge }: Pick<Target, 'forge'>,
  good: string,
  header: object,
  claims: object,
): Promise<string>[] {
  const [head = '', , signature = ''] = good.split('.')
  const now = Math.floor(Date.now() / 1000)
  const withHeader = (members: object) => forge({ ...header, ...members }, claims)
  const withClaims = (members: object) => forge(header, { ...claims, ...members })
  return [
    Promise.resolve('a'.repeat(8193)),
    Promise.resolve('none'),
    Promise.resolve(`${head}.${encode({ ...claims, sub: 'user-2' })}.${signature}`),
    ...[{ jwk: {} }, { alg: 'HS256' }, { typ: 'JWT' }, { kid: 'unknown' }].map(withHeader),
    ...[{ iss: 'http://localhost:9' }, { aud: 'http://localhost:9' }, { sub: 5 }].map(withClaims),
    ...[{ nbf: now + 3600 }, { iat: now - 7200, exp: now - 3600 }].map(withClaims),
  ]
}

/** A request the reader can start from. */
export interface Route {
  readonly method: string
  readonly url: string
  readonly body?: Readonly<Record<string, unknown>>
}

export const issuerUrl = 'http://localhost:3000'
export const apiUrl = 'http://localhost:3001'

/** The HTTP surface that all three strategies share. A login comes first, since the story ends logged out. */
export const routes: readonly Route[] = [
  {
    method: 'POST',
    url: `${issuerUrl}/login`,
    body: { username: 'alice', password: 'correct horse battery staple', device: 'laptop' },
  },
  { method: 'GET', url: `${apiUrl}/me` },
  { method: 'GET', url: `${apiUrl}/catalog` },
  { method: 'POST', url: `${apiUrl}/transfer`, body: { to: 'bob', amount: 20 } },
  { method: 'POST', url: `${issuerUrl}/refresh`, body: { refresh_token: '' } },
  { method: 'POST', url: `${issuerUrl}/logout` },
  { method: 'POST', url: `${issuerUrl}/logout-all` },
  { method: 'GET', url: `${issuerUrl}/sessions` },
  { method: 'DELETE', url: `${issuerUrl}/sessions/:sid` },
  { method: 'GET', url: `${issuerUrl}/.well-known/jwks.json` },
  { method: 'GET', url: `${apiUrl}/healthz` },
  { method: 'GET', url: `${apiUrl}/metrics` },
  { method: 'GET', url: `${issuerUrl}/healthz` },
  { method: 'GET', url: `${issuerUrl}/metrics` },
]

/** How a route is named to a reader: `API GET /me`. */
export function routeLabel({ method, url }: Route): string {
  const { origin, pathname } = new URL(url)
  return `${origin === apiUrl ? 'API' : 'Issuer'} ${method} ${pathname}`
}

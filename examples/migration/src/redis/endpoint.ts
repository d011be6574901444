/** Where Redis is, as REDIS_URL says it. */
export interface RedisEndpoint {
  readonly kind: 'single' | 'sentinel' | 'cluster'
  readonly hosts: readonly { readonly host: string; readonly port: number }[]
  readonly tls: boolean
  readonly username?: string
  readonly password?: string
  readonly db: number
  /** What the sentinels call the master. */
  readonly masterName?: string
}

const form =
  /^redis(?<tls>s?)(?:\+(?<kind>sentinel|cluster))?:\/\/(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<hosts>[^/@]+)(?:\/(?<path>[\w.-]*))?$/

const defaultPorts = { single: 6379, sentinel: 26379, cluster: 6379 } as const

/**
 * Reads the address of Redis:
 * `redis://user:password@host:6379/0`, `redis+sentinel://host:26379,host:26379/mymaster`,
 * `redis+cluster://host:6379,host:6379`, and each with `rediss` for TLS. Special characters of user and password
 * are percent-encoded.
 *
 * @returns undefined when it is no such address
 */
export function parseRedisUrl(url: string): RedisEndpoint | undefined {
  const { tls, kind = 'single', user, password, hosts = '', path = '' } = form.exec(url)?.groups ?? {}
  if (!isKind(kind) || !isPathFor(kind, path)) return undefined
  const parsed = hosts.split(',').map((text) => parseHost(text, defaultPorts[kind]))
  if (!parsed.every((host) => host !== undefined) || (kind === 'single' && parsed.length > 1))
    return undefined
  return {
    kind,
    hosts: parsed,
    tls: tls === 's',
    db: kind === 'single' ? Number(path) : 0,
    ...(user && { username: decodeURIComponent(user) }),
    ...(password && { password: decodeURIComponent(password) }),
    ...(kind === 'sentinel' && { masterName: path }),
  }
}

const isKind = (kind: string): kind is RedisEndpoint['kind'] => Object.hasOwn(defaultPorts, kind)

/** A number selects a database of a single Redis; a sentinel needs the master's name; a cluster has neither. */
function isPathFor(kind: RedisEndpoint['kind'], path: string): boolean {
  if (kind === 'single') return /^\d{0,2}$/.test(path)
  return (path === '') === (kind === 'cluster')
}

/** `host`, `host:port` or `[address]:port`. */
function parseHost(text: string, defaultPort: number): { host: string; port: number } | undefined {
  const [, address, name, port = String(defaultPort)] =
    /^(?:\[([\da-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/i.exec(text) ?? []
  const host = address ?? name
  return host === undefined || Number(port) > 65_535 ? undefined : { host, port: Number(port) }
}

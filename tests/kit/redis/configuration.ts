import type { Certificates } from './certificates.ts'

/** What outlives the process: nothing, each write, or what was there at the last `save()`. */
export type Persistence = 'none' | 'aof' | 'rdb'

export interface ServerOptions {
  /** 'none' unless given. */
  readonly persistence?: Persistence
  /** As redis.conf has it: { limit: '2mb', policy: 'noeviction' }. */
  readonly maxmemory?: { readonly limit: string; readonly policy: string }
  /** Of the default user. */
  readonly password?: string
  /** As redis.conf has them, without the word `user`: 'reader on >secret ~* &* +@all -eval'. */
  readonly aclUsers?: readonly string[]
  /** A master on this machine. */
  readonly replicaOf?: { readonly port: number; readonly password?: string }
  /** The port then speaks TLS only. */
  readonly tls?: Certificates
  /** Further lines of redis.conf, which win over those above. */
  readonly settings?: Readonly<Record<string, string>>
}

/** The text of a redis.conf. */
export function configuration(port: number, dataFolder: string, options: ServerOptions): string {
  const lines = [
    'bind 127.0.0.1',
    ...listening(port, options.tls),
    `dir ${quoted(dataFolder)}`,
    ...persisting(options.persistence ?? 'none'),
    'enable-debug-command yes',
    'repl-diskless-sync-delay 0',
    ...limiting(options.maxmemory),
    ...authorising(options),
    ...following(options.replicaOf),
    ...Object.entries(options.settings ?? {}).map(([name, value]) => `${name} ${value}`),
  ]
  return `${lines.join('\n')}\n`
}

function listening(port: number, tls: ServerOptions['tls']): string[] {
  if (!tls) return [`port ${port}`]
  return [
    'port 0',
    `tls-port ${port}`,
    `tls-cert-file ${quoted(tls.certificate.path)}`,
    `tls-key-file ${quoted(tls.key.path)}`,
    `tls-ca-cert-file ${quoted(tls.ca.path)}`,
    'tls-auth-clients no',
    'tls-replication yes',
  ]
}

/** A snapshot is taken when a test asks for one, never by the clock. */
function persisting(persistence: Persistence): string[] {
  const appendOnly = persistence === 'aof' ? 'yes' : 'no'
  return ['save ""', `appendonly ${appendOnly}`, 'appendfsync everysec']
}

function limiting(maxmemory: ServerOptions['maxmemory']): string[] {
  return maxmemory ? [`maxmemory ${maxmemory.limit}`, `maxmemory-policy ${maxmemory.policy}`] : []
}

function authorising({ password, aclUsers = [] }: ServerOptions): string[] {
  const users = aclUsers.map((user) => `user ${user}`)
  return password === undefined ? users : [`requirepass ${quoted(password)}`, ...users]
}

function following(master: ServerOptions['replicaOf']): string[] {
  if (!master) return []
  const line = `replicaof 127.0.0.1 ${master.port}`
  return master.password === undefined ? [line] : [line, `masterauth ${quoted(master.password)}`]
}

function quoted(text: string): string {
  return JSON.stringify(text)
}

import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { Redis } from 'ioredis'
import type { Deployed } from './deployed.ts'

/** Sends one command as a user of the deployed Redis. @returns the answer, or what it was refused with */
export async function sendAs(
  deployed: Deployed,
  user: string,
  [command = '', ...args]: readonly string[],
): Promise<string> {
  const client = new Redis(deployed.stack.portOf('redis'), '127.0.0.1', {
    ...(user !== 'nobody' && { username: user, password: await passwordOf(deployed, user) }),
    enableReadyCheck: false,
    lazyConnect: true,
    retryStrategy: () => null,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    return String(await client.call(command, ...args))
  } catch (error) {
    return String(error)
  } finally {
    client.disconnect()
  }
}

/** What a host that is not this machine by name gets to see, for a Redis treats that one in another way. */
export async function pingFrom(deployed: Deployed, localAddress: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port: deployed.stack.portOf('redis'), localAddress })
  socket.write('AUTH health any\r\nPING\r\nQUIT\r\n')
  return text(socket)
}

/** The health check's user needs none, so any will do. */
const passwordOf = (deployed: Deployed, user: string): Promise<string> =>
  readFile(join(deployed.project, 'secrets', `redis-password-${user}`), 'utf8').catch(() => 'any')

export interface CommandUse {
  readonly used: ReadonlySet<string>
  /** Commands that somebody was not allowed to send. */
  readonly rejected: readonly string[]
}

/** Which commands Redis was sent since it started. */
export async function commandUse(deployed: Deployed): Promise<CommandUse> {
  const stats = await sendAs(deployed, 'issuer', ['info', 'commandstats'])
  const lines = [...stats.matchAll(/^cmdstat_(\S+?):calls=(\d+).*rejected_calls=(\d+)/gm)]
  return {
    used: new Set(lines.filter(([, , calls]) => Number(calls) > 0).map(([, name = '']) => name)),
    rejected: lines.filter(([, , , rejected]) => Number(rejected) > 0).map(([, name = '']) => name),
  }
}

/** The commands that a user may send, as secrets/users.acl says. */
export async function grantsOf(deployed: Deployed, user: string): Promise<string[]> {
  const users = await readFile(join(deployed.project, 'secrets/users.acl'), 'utf8')
  const line = users.split('\n').find((candidate) => candidate.startsWith(`user ${user} `)) ?? ''
  return [...line.matchAll(/ \+(\S+)/g)].map(([, name = '']) => name)
}

const session = 'session:{user-1}:sid'

/** What somebody would try who got hold of a service's password, or of none. */
export const refused: Readonly<Record<'nobody' | 'health' | 'issuer' | 'api', readonly string[][]>> = {
  nobody: [['ping'], ['get', session]],
  health: [['info'], ['get', session]],
  issuer: [
    ['flushall'],
    ['config', 'set', 'maxmemory-policy', 'allkeys-lru'],
    ['acl', 'list'],
    ['shutdown'],
    ['replicaof', 'elsewhere', '6379'],
    ['keys', '*'],
    ['scan', '0'],
    ['monitor'],
    ['get', 'of-another-application'],
    ['publish', 'of-another-application', 'x'],
  ],
  api: [
    ['flushall'],
    ['keys', '*'],
    ['del', session],
    ['get', 'epoch:{user-1}'],
    ['incrby', 'limit:login:x', '1'],
    ['publish', 'revocations:news', 'x'],
    ['eval', `return redis.call('DEL', '${session}')`, '0'],
    ['eval', "return redis.call('ZADD', 'revocations:log', 1, 'x')", '0'],
  ],
}

export const isRefusal = (answer: string): boolean =>
  /NOAUTH|NOPERM|can't run this command|ACL failure/.test(answer)

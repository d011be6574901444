import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { keepSecret, writeSecret } from './secret-folder.ts'

// What Redis and its clients have to agree on. Passwords are made once; all else is written from them each time.

/** Who has an address of Redis in a file, for REDIS_URL_FILE. */
const clients = ['issuer', 'api']
/** The services of compose.yaml and compose.cluster.yaml. */
const single = 'redis:6379'
const nodes = ['redis', 'redis-2', 'redis-3', 'redis-4', 'redis-5', 'redis-6'].map((name) => `${name}:6379`)

export async function writeRedisAccess(): Promise<void> {
  const users = await readFile('redis/users.acl.template', 'utf8')
  const clusterUsers = await readFile('redis/cluster-users.acl.template', 'utf8')
  await writeSecret('users.acl', await aclFile(users))
  await writeSecret('cluster-users.acl', await aclFile(users + clusterUsers))
  await Promise.all(clients.map(writeAddresses))
  const replica = await passwordOf('replica')
  await writeSecret('replication.conf', `masteruser replica\nmasterauth ${replica}\n`)
}

async function writeAddresses(user: string): Promise<void> {
  const access = `${user}:${await passwordOf(user)}`
  await writeSecret(`redis-url-${user}`, `redis://${access}@${single}`)
  await writeSecret(`redis-cluster-url-${user}`, `redis+cluster://${access}@${nodes.join(',')}`)
}

const passwordOf = (user: string): Promise<string> => keepSecret(`redis-password-${user}`)

// #region acl
/**
 * The users as Redis reads them: one a line, no comments, and for `#{name}` the hash of that user's password. The
 * passwords are random, so their hashes lead nobody back to them.
 */
async function aclFile(template: string): Promise<string> {
  const lines = template.replace(/^#.*\n/gm, '').replace(/\n +/g, ' ')
  const names = [...lines.matchAll(/#\{(\w+)\}/g)].map(([, name = '']) => name)
  const hashes = new Map(
    await Promise.all(names.map(async (name) => [name, sha256(await passwordOf(name))] as const)),
  )
  return lines.replace(/#\{(\w+)\}/g, (_, name) => `#${hashes.get(name)}`)
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
// #endregion acl

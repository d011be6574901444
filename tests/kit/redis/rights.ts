import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

const examples = join(import.meta.dirname, '../../../examples')

/** Users of a starter's Redis, as `ServerOptions` takes them: those of its users.acl.template that need a password. */
export async function usersOf(starter: 'redis' | 'hybrid', password: string): Promise<readonly string[]> {
  const template = await readFile(join(examples, starter, 'redis/users.acl.template'), 'utf8')
  const lines = template.replace(/^#.*\n/gm, '').replace(/\n +/g, ' ')
  const users = [...lines.matchAll(/^user (.*#\{\w+\}.*)$/gm)].map(([, user = '']) => user)
  return users.map((user) => user.replace(/#\{\w+\}/, `>${password}`))
}

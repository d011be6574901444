import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { readSettings as hybrid } from '../../examples/hybrid/src/settings.ts'
import { readSettings as migration } from '../../examples/migration/src/settings.ts'
import { readSettings as redis } from '../../examples/redis/src/settings.ts'
import { readSettings as stateless } from '../../examples/stateless/src/settings.ts'

const readers = { stateless, redis, hybrid, migration }

test.each(['stateless', 'redis', 'hybrid', 'migration'] as const)(
  '%s: .env.example names every setting with its default',
  async (name) => {
    const text = await readFile(new URL(`../../examples/${name}/.env.example`, import.meta.url), 'utf8')
    const example = Object.fromEntries(
      [...text.matchAll(/^(\w+)=(.*)$/gm)].map(([, key, value]) => [key, value]),
    )
    expect(readers[name](example)).toEqual(readers[name]({}))
    const optional = [
      'JWKS_URL',
      'TOKEN_URL',
      'EXCHANGE_SECRET',
      'SIGNING_KEYS_FILE',
      'JWT_SECRET',
      'DEMO_USERS',
      ...(name === 'stateless' ? [] : ['REDIS_URL', 'SESSION_KEYS_FILE']),
      ...(name === 'migration' ? ['MIGRATE_FROM', 'MIGRATE_TO'] : []),
    ]
    expect(Object.keys(example).sort()).toEqual([...Object.keys(readers[name]({})), ...optional].sort())
  },
)

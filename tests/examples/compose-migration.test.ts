import { describe, expect, test } from 'vitest'
import { readSettings } from '../../examples/migration/src/settings.ts'
import { type ComposeService, readCompose } from '../kit/compose/model.ts'
import { folderOf, type Starter } from '../kit/starter-folders.ts'
import { ownServices } from './compose-settings.ts'

// The migration has no compose.yaml. Its README says to take that of the starter that has Redis, and to add two lines.

const servicesOf = (starter: Starter) => ownServices(readCompose(folderOf(starter), ['compose.yaml']))

/** As the migration's container reads them, with what its secrets hold. */
const settingsIn = ({ environment = {}, secrets = [] }: ComposeService) =>
  readSettings({
    ...environment,
    ...{ MIGRATE_FROM: 'redis', MIGRATE_TO: 'hybrid', EXCHANGE_SECRET: 'x'.repeat(43) },
    ...(secrets.some((name) => name.startsWith('redis-url')) && { REDIS_URL: 'redis://redis:6379' }),
  })

describe('the migration', () => {
  test.each(['redis', 'hybrid'] as const)('runs in production with the compose.yaml of %s', (starter) => {
    const settings = servicesOf(starter).map(settingsIn)
    expect(settings.map(({ SERVICE }) => SERVICE)).toEqual(['issuer', 'api', 'api', 'ledger'])
    for (const each of settings) expect(each).toMatchObject({ NODE_ENV: 'production', MIGRATE_FROM: 'redis' })
  })

  test('does not start with that of stateless, which has no Redis', () => {
    const [issuer] = servicesOf('stateless')
    expect(() => issuer && settingsIn(issuer)).toThrow(expect.objectContaining({ setting: 'REDIS_URL' }))
  })
})

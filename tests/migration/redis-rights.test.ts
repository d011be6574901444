import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { ask, bearer } from '../kit/client.ts'
import { until } from '../kit/until.ts'
import { Client, call } from './client.ts'
import { goTo, openProductOn, startRedis } from './with-fleet.ts'

const example = new URL('../../examples/migration/', import.meta.url)

test.each([
  ['stateless', 'redis', 'redis'],
  ['hybrid', 'stateless', 'hybrid'],
  ['redis', 'hybrid', 'hybrid'],
] as const)(
  'from %s to %s the rights of the %s starter and those of redis-rights.txt are enough',
  async (from, to, starter) => {
    const redis = await startRedis()
    const template = await readFile(new URL(`../${starter}/redis/users.acl.template`, example), 'utf8')
    const more = await readFile(new URL('redis-rights.txt', example), 'utf8')
    for (const user of ['issuer', 'api']) {
      const [, rights = ''] = new RegExp(`^user ${user} on #\\S+ (.*(?:\\n +.*)*)`, 'm').exec(template) ?? []
      const [, added = ''] = new RegExp(`^${user} (.*)$`, 'm').exec(more) ?? []
      await redis.admin.call('ACL', 'SETUSER', user, 'on', '>secret', ...`${rights} ${added}`.split(/\s+/))
    }
    const urlOf = (url: string, kind: string) => url.replace('redis://', `redis://${kind}:secret@`)
    const product = await openProductOn(redis, from, to, { urlOf })
    const client = await Client.logIn(product.issuer)
    await goTo(product, 'drain', [client])
    await ask(product.issuer, 'POST', '/logout', bearer(client.pair.access))
    await until(async () => (await call(product.api, client.pair.access)).code === 'session_revoked')
    await goTo(product, 'new-only')
    await product.fleet.closeAll()
    expect(await product.fleet.command('end')).toMatchObject({ code: 'ok' })
    expect(await redis.admin.call('ACL', 'LOG')).toEqual([])
  },
)

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { runMigrationCommand } from '../src/migration/command.ts'
import type { Kind } from '../src/migration/direction.ts'
import { readMark } from '../src/migration/marks.ts'
import { readRecord } from '../src/migration/record.ts'
import { connectRedis, type RedisConnection } from '../src/redis/connection.ts'
import { readSettings } from '../src/settings.ts'
import { createMetrics } from '../src/watch/metrics.ts'
import { logIn, openSystem, refresh, send, tokensOf } from './system.ts'

const settings = readSettings({ NODE_ENV: 'test', REDIS_URL: process.env.REDIS_URL })
let redis: RedisConnection
before(async () => {
  redis = await connectRedis(settings, createMetrics('test'))
})
after(() => redis.close())

const directions: [Kind, Kind][] = [
  ['stateless', 'redis'],
  ['stateless', 'hybrid'],
  ['redis', 'stateless'],
  ['redis', 'hybrid'],
  ['hybrid', 'stateless'],
  ['hybrid', 'redis'],
]

for (const [from, to] of directions)
  test(`from ${from} to ${to} and back: one session all the way, and its end ends every token of it`, async () => {
    const system = await openSystem({ MIGRATE_FROM: from, MIGRATE_TO: to, MIGRATION_BEAT_MS: '100' })
    const { issuer, api, clock } = system
    let session = await logIn(issuer)
    const access: string[] = []
    const renew = async () => {
      access.push(session.access)
      const renewed = tokensOf(await refresh(issuer, session.refresh))
      assert.equal(renewed.sid, session.sid)
      assert.equal((await send(api, 'GET /catalog', { token: renewed.access })).status, 200)
      session = renewed
      return readMark(session.access).strategy
    }
    const command = (name: string) => runMigrationCommand(name, '', { redis, settings, nowMs: clock.nowMs() })
    const step = async (name: 'next' | 'back') => {
      assert.equal((await command(name)).code, 'ok')
      await followed(clock.nowMs())
    }
    const pass = async () => {
      for (const part of [1, 2, 3]) {
        clock.advance(part * 301)
        await renew()
      }
      await followed(clock.nowMs())
    }

    await step('next')
    assert.equal(await renew(), from)
    assert.equal((await command('next')).code, 'shadow_too_short')
    await pass()
    await step('next')
    assert.equal(await renew(), to)
    await step('back')
    assert.equal(await renew(), from)

    access.push(session.access)
    await send(issuer, 'POST /logout', { token: session.access })
    for (const token of access.slice(-2)) await untilRefused(() => send(api, 'GET /catalog', { token }))
    assert.equal((await refresh(issuer, session.refresh)).code, 'session_revoked')

    await step('back')
    await system.close()
    assert.equal((await command('end')).code, 'ok')
  })

/** Every instance has found out, and said so. The runner's own time limit ends a wait in vain. */
async function followed(nowMs: number): Promise<void> {
  for (;;) {
    const { phase, instances = [] } = (await readRecord(redis)) ?? {}
    if (instances.every((one) => one.phase === phase && one.aliveUntilMs > nowMs)) return
    await new Promise((resume) => setTimeout(resume, 5))
  }
}

async function untilRefused(ask: () => ReturnType<typeof send>): Promise<void> {
  while ((await ask()).code !== 'session_revoked') await new Promise((resume) => setTimeout(resume, 5))
}

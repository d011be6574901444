import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { createApiService } from '../../examples/migration/src/services.ts'
import { readSettings } from '../../examples/migration/src/settings.ts'
import { ask } from '../kit/client.ts'
import { until } from '../kit/until.ts'
import { Client, call } from './client.ts'
import { goTo, openProduct, passLifetime } from './with-fleet.ts'

const run = promisify(execFile)
const example = new URL('../../examples/migration/', import.meta.url)

/** `npm run migration`, as an operator runs it. */
async function operate(url: string | undefined, ...args: string[]) {
  const env = { PATH: process.env.PATH, REDIS_URL: url, SESSION_IDLE_SECONDS: '600' }
  const script = new URL('src/migrate.ts', example).pathname
  const done = run(process.execPath, [script, ...args], { env })
  return done.then(
    ({ stdout }) => ({ exitCode: 0, stdout }),
    ({ code, stdout, stderr }) => ({ exitCode: code, stdout: stdout + stderr }),
  )
}

test('the command shows where the migration is, takes a step, and refuses one that would hurt somebody', async () => {
  const { fleet, redis, issuer, api } = await openProduct('redis', 'hybrid')
  const client = await Client.logIn(issuer)
  expect(await operate(redis.url, 'next')).toEqual({ exitCode: 0, stdout: 'issue-old -> shadow\n' })
  await fleet.followed()
  await client.call(api)
  await until(async () => (await fleet.record())?.counts.compared === 1)
  const { stdout } = await operate(redis.url)
  await fleet.followed()
  expect(
    stdout
      .replaceAll(/-\w{6} /g, '-NAME ')
      .replaceAll(/\d+ s/g, 'N s')
      .split('\n'),
  ).toEqual([
    'redis to hybrid: shadow for N s',
    '  revocation        immediate',
    '  tokens seen       hybrid 0, redis 1, unmarked 0',
    '  compared          1',
    '  only new refuses  0',
    '  only old refuses  0',
    '  instance          api-NAME at shadow',
    '  instance          issuer-NAME at shadow',
    '  next              shadow_too_short: Wait N s more, so that each live session has been renewed once',
    '',
  ])
  const refused = await operate(redis.url, 'next')
  expect([refused.exitCode, refused.stdout]).toEqual([1, expect.stringMatching(/^shadow_too_short: /)])
  expect((await operate(redis.url, 'sideways')).stdout).toContain('must be status, next, back')
  expect((await operate(undefined)).stdout).toContain('REDIS_URL must be set')
  await redis.kill()
  const lost = await operate(redis.url)
  expect([lost.exitCode, lost.stdout]).toEqual([1, expect.stringContaining('does not answer')])
  await redis.restart()
})

test('an instance that does not follow holds up the next step, and one that fell silent must be forgotten', async () => {
  const product = await openProduct('hybrid', 'redis')
  const { fleet } = product
  await fleet.addSlow(0, 1)
  await fleet.step('next')
  expect(await fleet.command('next')).toMatchObject({ code: 'instance_behind' })
  // Back to where the slow one is, or on once it is gone, is fine.
  await fleet.step('back')
  await fleet.closeSlow()
  await fleet.step('next')
  await fleet.addSlow(0, 1)
  const [slow] = fleet.slow
  await slow?.service.store?.disconnect()
  await passLifetime(product, [])
  expect(await fleet.command('back')).toMatchObject({ code: 'instance_silent' })
  const { instances = [] } = (await fleet.record()) ?? {}
  const silent = instances.find(({ aliveUntilMs }) => aliveUntilMs < fleet.clock.nowMs())
  expect(await fleet.command('forget', silent?.name)).toMatchObject({ code: 'ok' })
  expect(await fleet.step('back')).toBe('issue-old')
})

test('of two operators at once one takes the step, and the other is told to look again', async () => {
  const { fleet } = await openProduct('redis', 'hybrid')
  const outcomes = await fleet.atOnce('next', 'next')
  expect(outcomes.map(({ code }) => code).sort()).toEqual(['changed_meanwhile', 'ok'])
  expect(await fleet.followed()).toBe('shadow')
})

test('a migration is ended by hand at its last phase, and another does not begin before', async () => {
  const product = await openProduct('stateless', 'redis')
  const { fleet, redis } = product
  expect(await fleet.command('end')).toMatchObject({ code: 'instances_left' })
  await goTo(product, 'drain')
  expect(await fleet.command('end')).toMatchObject({ code: 'migration_under_way' })
  await goTo(product, 'new-only')
  expect(await fleet.command('next')).toMatchObject({ code: 'migration_finished' })
  const env = { NODE_ENV: 'test', REDIS_URL: redis.url, MIGRATE_FROM: 'redis', MIGRATE_TO: 'hybrid' }
  await expect(createApiService(readSettings(env))).rejects.toMatchObject({ setting: 'MIGRATE_FROM' })
  await fleet.closeAll()
  expect(await fleet.command('end')).toMatchObject({ code: 'ok' })
  expect((await fleet.command('status')).lines).toEqual(['There is no migration: no instance has begun one'])
})

test('a Redis that lost the phase gets it back from whoever knows it', async () => {
  const product = await openProduct('redis', 'hybrid')
  const { fleet, redis } = product
  await goTo(product, 'issue-new')
  const before = await fleet.record()
  await redis.admin.flushall()
  await until(async () => (await fleet.record())?.phase === 'issue-new')
  expect((await fleet.record())?.sinceMs).toBe(before?.sinceMs)
})

test('an instance that never learned the phase serves nobody, and says that it is not ready', async () => {
  const { fleet, redis, issuer } = await openProduct('stateless', 'hybrid')
  const { pair } = await Client.logIn(issuer)
  await redis.kill()
  await fleet.addSlow(1, 1)
  const [newIssuer, newApi] = fleet.slow.map(({ service }) => service)
  if (!newIssuer || !newApi) throw new Error('There are no instances')
  expect(await call(newApi, pair.access)).toMatchObject({ status: 503, code: 'store_unavailable' })
  await expect(Client.logIn(newIssuer)).rejects.toThrow('store_unavailable')
  expect((await ask(newApi, 'GET', '/readyz')).body.checks.phase).toBe(false)
  // Those that know it go on.
  await (await Client.logIn(issuer)).refresh(issuer)
  await redis.restart()
})

test('the phase and what was seen are in the metrics of each instance', async () => {
  const product = await openProduct('redis', 'stateless')
  const { fleet, issuer, api } = product
  await fleet.step('next')
  const client = await Client.logIn(issuer)
  await client.call(api)
  const { body } = await ask(api, 'GET', '/metrics')
  for (const line of ['migration_phase', 'migration_seen_redis', 'migration_shadow_compared'])
    expect(body).toMatch(new RegExp(`^${line}\\{strategy="migration"\\} 1$`, 'm'))
  expect(body).toMatch(/^migration_shadow_refused\{strategy="migration"\} 0$/m)
})

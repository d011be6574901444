import { expect } from 'vitest'
import type { Direction } from '../../examples/migration/src/migration/direction.ts'
import { startRedisServer } from '../kit/engines.ts'
import { Client, call, markOf } from './client.ts'
import { Fleet } from './fleet.ts'
import { Walk } from './walk.ts'

/**
 * A whole migration: from the old starter to the new one, with traffic all the way, instances one phase apart at each
 * step, and every step taken back once.
 */
export async function journey(direction: Direction): Promise<void> {
  const redis = await startRedisServer()
  const fleet = await Fleet.open(redis.url ?? '', direction)
  try {
    const walk = await begin(fleet)
    await migrate(walk)
    await end(walk)
  } finally {
    await fleet.close()
    await redis.stop()
  }
}

/** While the old starter is being replaced, clients come to either. */
async function begin(fleet: Fleet): Promise<Walk> {
  const before = await fleet.starter(fleet.direction.from)
  const clients = [await Client.logIn(before.issuer), await Client.logIn(before.issuer)]
  expect(clients.map(({ pair }) => markOf(pair.access))).toEqual([undefined, undefined])
  // Tokens from before are not of the second in which the first issuer starts.
  fleet.clock.advance(2)
  await fleet.addQuick(2, 2)
  for (const client of clients) {
    for (const { service } of fleet.apis) await client.call(service)
    await client.refreshAndCall(fleet.anIssuer, before.api)
    await client.refreshAndCall(before.issuer, before.api)
  }
  await before.close()
  const walk = new Walk(fleet)
  walk.clients.push(...clients)
  return walk
}

async function migrate(walk: Walk): Promise<void> {
  await walk.step('next', 'shadow')
  await walk.step('back', 'issue-old')
  await walk.step('next', 'shadow')
  await walk.waitForDrain()
  await walk.step('next', 'issue-new')
  await walk.step('back', 'shadow')
  await walk.waitForDrain()
  await walk.step('next', 'issue-new')
  await walk.step('next', 'drain')
  await walk.step('back', 'issue-new')
  await walk.step('next', 'drain')
  await walk.waitForDrain()
  await walk.step('next', 'new-only')
  await walk.step('back', 'drain')
  await walk.waitForDrain()
  await walk.step('next', 'new-only')
}

/** While the new starter takes over, clients come to either. From then on there is no way back. */
async function end({ fleet, clients }: Walk): Promise<void> {
  const after = await fleet.starter(fleet.direction.to)
  for (const client of clients) {
    await client.refreshAndCall(after.issuer, after.api)
    for (const { service } of fleet.apis) expect((await call(service, client.pair.access)).status).toBe(200)
    await client.refreshAndCall(fleet.anIssuer, after.api)
  }
  await fleet.told()
  expect(await fleet.command('back')).toMatchObject({ code: 'new_issuer_at_work' })
  await after.close()
}

import type { Phase } from '../../examples/migration/src/migration/phases.ts'
import type { RedisServer } from '../kit/engines.ts'
import type { Service } from '../kit/systems.ts'
import { Client } from './client.ts'
import { Fleet } from './fleet.ts'
import { lifetimeSeconds, type WorkshopOptions } from './workshop.ts'

/** A fleet of one issuer and one API service. */
export interface Product {
  readonly fleet: Fleet
  readonly redis: RedisServer
  readonly issuer: Service
  readonly api: Service
}

export async function createProduct(
  redis: RedisServer,
  direction: Fleet['direction'],
  options: WorkshopOptions = {},
): Promise<Product> {
  const fleet = await Fleet.open(redis.url ?? '', direction, options)
  await fleet.addQuick(1, 1)
  const [issuer, api] = fleet.quick
  if (!issuer || !api) throw new Error('There are no instances')
  return { fleet, redis, issuer: issuer.service, api: api.service }
}

/** Somebody who goes on working while time passes. */
type Worker = Pick<Client, 'refreshAndCall'>

/** Takes the steps that lead to a phase, with as much traffic as they ask for. */
export async function goTo(product: Product, phase: Phase, workers: readonly Worker[] = []): Promise<void> {
  const { fleet } = product
  for (;;) {
    const now = await fleet.followed()
    if (now === phase) return
    if (now === 'shadow' || now === 'drain') await passLifetime(product, workers)
    await fleet.step('next')
  }
}

/** As long as a token may live, with workers that renew theirs in time. */
export async function passLifetime(
  { fleet, issuer, api }: Product,
  workers: readonly Worker[],
): Promise<void> {
  for (let passed = 0; passed < lifetimeSeconds; passed += 203) {
    fleet.clock.advance(203)
    for (const worker of [...workers, await Client.logIn(issuer, 'bob')])
      await worker.refreshAndCall(issuer, api)
  }
  await fleet.followed()
}

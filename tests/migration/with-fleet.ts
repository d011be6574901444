import { onTestFinished } from 'vitest'
import type { Kind } from '../../examples/migration/src/migration/direction.ts'
import { type RedisServer, startRedisServer } from '../kit/engines.ts'
import { createProduct, type Product } from './product.ts'
import type { WorkshopOptions } from './workshop.ts'

export { goTo, type Product, passLifetime } from './product.ts'

/** A product over a Redis of its own, that ends with the test. */
export async function openProduct(from: Kind, to: Kind, options?: WorkshopOptions): Promise<Product> {
  return openProductOn(await startRedis(), from, to, options)
}

export async function openProductOn(
  redis: RedisServer,
  from: Kind,
  to: Kind,
  options?: WorkshopOptions,
): Promise<Product> {
  const product = await createProduct(redis, { from, to }, options)
  onTestFinished(() => product.fleet.close())
  return product
}

export async function startRedis(): Promise<RedisServer> {
  const redis = await startRedisServer()
  onTestFinished(() => redis.stop())
  return redis
}

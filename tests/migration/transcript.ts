import type { Direction } from '../../examples/migration/src/migration/direction.ts'
import type { Part, PartName } from '../../src/data/migration/runs.ts'
import { startRedisServer } from '../kit/engines.ts'
import { Client } from './client.ts'
import { createProduct, type Product, passLifetime } from './product.ts'

/** What an operator types and sees in a whole migration that goes back once, with a client that works all the time. */
export async function transcript(direction: Direction): Promise<Part[]> {
  const redis = await startRedisServer()
  const product = await createProduct(redis, direction)
  try {
    return await operate(product, await Client.logIn(product.issuer))
  } finally {
    await product.fleet.close()
    await redis.stop()
  }
}

async function operate(product: Product, client: Client): Promise<Part[]> {
  const { fleet, issuer, api } = product
  const parts: Part[] = []
  const type = async (name: PartName, command: string) => {
    await fleet.told()
    const { lines } = await fleet.command(command)
    parts.push({ name, command: command === 'status' ? '' : command, lines })
    await fleet.followed()
  }
  const work = () => client.refreshAndCall(issuer, api)
  const wait = () => passLifetime(product, [client])

  await work()
  await type('before', 'status')
  await type('shadow', 'next')
  await work()
  await type('too-short', 'next')
  await wait()
  await type('compared', 'status')
  await type('issue-new', 'next')
  await work()
  await type('moving', 'status')
  await type('back', 'back')
  await wait()
  await type('again', 'next')
  await work()
  await type('drain', 'next')
  await type('not-over', 'next')
  await wait()
  await type('drained', 'status')
  await type('new-only', 'next')
  await work()
  await type('finished', 'next')
  await fleet.closeAll()
  const { lines } = await fleet.command('end')
  return [...parts, { name: 'end', command: 'end', lines }]
}

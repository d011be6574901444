import type { ChainableCommander } from 'ioredis'

/** Runs several commands at once, and throws what any of them threw: the results of the others alone would mislead. */
export async function transact(batch: ChainableCommander): Promise<unknown[]> {
  const results = (await batch.exec()) ?? []
  return results.map(([error, value]) => {
    if (error) throw error
    return value
  })
}

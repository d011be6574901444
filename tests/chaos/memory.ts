import type { Redis } from 'ioredis'

const value = 'x'.repeat(1024)
const perBatch = 500

/**
 * Fills Redis as another user of it might, until writes are refused or, if it throws things out, until all sessions
 * are gone.
 */
export async function crowdOut(admin: Redis): Promise<void> {
  const keepsAll = String(await admin.config('GET', 'maxmemory-policy')).endsWith('noeviction')
  for (let batch = 0; keepsAll || (await hasSessions(admin)); batch++)
    if ((await write(admin, batch)) === 'refused') break
  // What is full to the brim takes a small value now and then, or throws out the last one for it. This leaves no doubt.
  await admin.config('SET', 'maxmemory', keepsAll ? '1mb' : '0')
}

const hasSessions = async (admin: Redis): Promise<boolean> => (await admin.keys('session:*')).length > 0

/** Each value is read, too: with some policies, what nobody reads goes first. */
async function write(admin: Redis, batch: number): Promise<'taken' | 'refused'> {
  const pipeline = admin.pipeline()
  for (let i = 0; i < perBatch; i++) {
    const key = `junk:${batch}:${i}`
    pipeline.set(key, value, 'EX', 7200).get(key)
  }
  const results = (await pipeline.exec()) ?? []
  return results.some(([error]) => error) ? 'refused' : 'taken'
}

export async function makeRoom(admin: Redis): Promise<void> {
  await admin.config('SET', 'maxmemory', '0')
  const junk = await admin.keys('junk:*')
  for (let i = 0; i < junk.length; i += perBatch) await admin.del(...junk.slice(i, i + perBatch))
}

import { randomBytes } from 'node:crypto'
import { formatEntry, parseEntry } from '../../examples/hybrid/src/revocations/log-entry.ts'
import { RevocationSet, type Revoked } from '../../examples/hybrid/src/revocations/revocation-set.ts'
import { median } from '../kit/median.ts'
import { writeBenchmark } from '../kit/record.ts'

// npm run bench:revocations: what the hybrid's local set costs in memory. Run with --expose-gc.

const entries = 100_000
const rounds = 5
const id = () => randomBytes(32).toString('base64url')

const kinds: Readonly<Record<string, (i: number) => Revoked>> = {
  session: (i) => ({ kind: 'session', sub: `user-${i}`, sid: id() }),
  user: (i) => ({ kind: 'user', sub: `user-${i}`, epoch: String(Date.now()), keptSid: '' }),
}

/** Bytes of the heap that one entry takes, read from the log as a service reads it. */
function bytesPerEntry(make: (i: number) => Revoked): number {
  const set = new RevocationSet()
  const before = usedBytes()
  for (let i = 1; i <= entries; i++)
    set.add(parseEntry(`${i} ${formatEntry({ revoked: make(i), expiresAtMs: Date.now() + 365_000 })}`))
  const used = usedBytes() - before
  if (set.size !== entries) throw new Error('Entries were lost')
  return used / entries
}

function usedBytes(): number {
  if (!globalThis.gc) throw new Error('Run it with: node --expose-gc')
  globalThis.gc()
  return process.memoryUsage().heapUsed
}

await writeBenchmark('revocation-set', 'npm run bench:revocations', {
  entries,
  rounds,
  bytesPerEntry: Object.fromEntries(
    Object.entries(kinds).map(([kind, make]) => [
      kind,
      Math.round(median(Array.from({ length: rounds }, () => bytesPerEntry(make)))),
    ]),
  ),
})

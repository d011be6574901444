import { type Fault, onServer } from './fault.ts'
import { crowdOut, makeRoom } from './memory.ts'

const policies = [
  'noeviction',
  'allkeys-lru',
  'allkeys-lfu',
  'allkeys-random',
  'volatile-lru',
  'volatile-lfu',
  'volatile-random',
  'volatile-ttl',
]

export const memoryFaults: readonly Fault[] = policies.map((policy) => ({
  name: `full-${policy}`,
  title: `Memory full, with the policy ${policy}`,
  isOutageFor: [],
  start: () =>
    onServer({ maxmemory: { limit: '4mb', policy } }, ({ admin }) => ({
      breakIt: () => crowdOut(admin),
      mend: () => makeRoom(admin),
    })),
}))

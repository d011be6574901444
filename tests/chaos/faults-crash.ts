import type { RedisServer } from '../kit/redis/server.ts'
import { everybodyWithStore, type Fault, onServer } from './fault.ts'

const outage = { isOutageFor: everybodyWithStore }
const restart = (server: RedisServer) => ({ mend: () => server.restart() })

export const crashFaults: readonly Fault[] = [
  {
    ...outage,
    name: 'killed-aof',
    title: 'Killed, and started again with its append-only file',
    start: () =>
      onServer({ persistence: 'aof' }, (server) => ({
        ...restart(server),
        async breakIt() {
          // What Redis has not handed to the system yet would be lost. That is the disk's doing, and not always so.
          await server.save()
          await server.kill()
        },
      })),
  },
  {
    ...outage,
    name: 'killed-snapshot',
    title: 'Killed, and started again from an older snapshot',
    losesWrites: true,
    start: () =>
      onServer({ persistence: 'rdb' }, (server) => ({
        ...restart(server),
        settle: () => server.save(),
        breakIt: () => server.kill(),
      })),
  },
  {
    ...outage,
    name: 'killed-empty',
    title: 'Killed, and started again empty',
    start: () => onServer({}, (server) => ({ ...restart(server), breakIt: () => server.kill() })),
  },
]

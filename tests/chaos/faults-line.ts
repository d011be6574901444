import type { Request } from '../../src/data/chaos/observation.ts'
import { type RedisProxy, startProxy } from '../kit/redis/proxy.ts'
import { startServer } from '../kit/redis/server.ts'
import { type Bench, everybodyWithStore, type Fault, onServer } from './fault.ts'

type Parts = Pick<Bench, 'strike' | 'mend'> & { readonly breakIt: () => void }

/** First the writes, then the fault, which is one of the line and not of the server. */
async function onProxy(parts: (proxy: RedisProxy) => Parts): Promise<Bench> {
  const server = await startServer()
  const proxy = await startProxy(server.url)
  const { breakIt, ...rest } = parts(proxy)
  return {
    url: proxy.url,
    ...rest,
    async breakIt(write) {
      await write()
      breakIt()
    },
    async stop() {
      await proxy.close()
      await server.stop()
    },
  }
}

/** Of the commands that a request sends, the one that matters: a word that stands in no other of them. */
const decisive: Readonly<Record<Request, string>> = {
  'GET /catalog': 'getex',
  'GET /me': 'getex',
  'POST /transfer': 'getex',
  'ended token': 'getex',
  'POST /refresh': 'rotated_at',
  'POST /login': 'superseded',
  'POST /logout': 'zrem',
}

/** Less than the slow Redis takes. */
const budgetMs = 150

export const lineFaults: readonly Fault[] = [
  {
    name: 'frozen',
    title: 'Frozen: connections stand, and nobody answers',
    isOutageFor: everybodyWithStore,
    budgetMs,
    start: () =>
      onServer({}, (server) => ({ breakIt: () => server.freeze(), mend: async () => server.thaw() })),
  },
  {
    name: 'slow',
    title: 'Slow: every answer takes 200 ms',
    isOutageFor: everybodyWithStore,
    budgetMs,
    start: () =>
      onProxy((proxy) => ({
        breakIt() {
          proxy.delayMs = 200
        },
        async mend() {
          proxy.delayMs = 0
        },
      })),
  },
  {
    name: 'reset',
    title: 'Connection reset when the command is done and its answer is on the way',
    isOutageFor: [],
    start: () =>
      onProxy((proxy) => ({
        breakIt() {},
        strike: (request) => void proxy.resetNext(decisive[request]),
        mend: async () => proxy.callOffReset(),
      })),
  },
]

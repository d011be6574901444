import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { Redis } from 'ioredis'
import RedisMock from 'ioredis-mock'
import { createRedisMock } from 'js-redis-server'

/** A Redis of some kind, for the strategies to run on. */
export interface Engine {
  readonly name: string
  /** Undefined where the engine is the one inside the process. */
  readonly url: string | undefined
  /** A client of the test's own, to look at keys with. */
  readonly admin: Redis
  stop(): Promise<void>
}

/** A real server process, which can also be killed, frozen and started again on its port. */
export interface RedisServer extends Engine {
  kill(): Promise<void>
  restart(): Promise<void>
  freeze(): void
  thaw(): void
}

export async function startMock(): Promise<Engine> {
  const admin = new RedisMock()
  return { name: 'ioredis-mock', url: undefined, admin, stop: async () => admin.disconnect() }
}

export async function startInPageServer(): Promise<Engine> {
  const server = await createRedisMock({ compatibility: 'redis-7.0' })
  const url = `redis://127.0.0.1:${server.port}`
  const admin = new Redis(url)
  return {
    name: 'in-page server',
    url,
    admin,
    async stop() {
      admin.disconnect()
      await server.close()
    },
  }
}

export async function startRedisServer(): Promise<RedisServer> {
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  let server = await spawnRedis(port)
  const admin = new Redis(url, { retryStrategy: () => 20 })
  admin.on('error', () => {})
  const kill = async () => {
    const ended = once(server, 'exit')
    server.kill('SIGKILL')
    await ended
  }
  return {
    name: 'redis-server',
    url,
    admin,
    kill,
    async restart() {
      server = await spawnRedis(port)
    },
    freeze: () => void server.kill('SIGSTOP'),
    thaw: () => void server.kill('SIGCONT'),
    async stop() {
      admin.disconnect()
      await kill()
    },
  }
}

/** Resolves once the server says that it takes connections. */
async function spawnRedis(port: number): Promise<ChildProcess> {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const failed = once(server, 'error').then(([error]) => {
    throw new Error('redis-server did not start. Install it (Debian: apt-get install redis-server)', {
      cause: error,
    })
  })
  await Promise.race([failed, says(server, 'Ready to accept connections')])
  return server
}

async function says(server: ChildProcess, words: string): Promise<void> {
  let printed = ''
  for await (const [chunk] of readable(server)) {
    printed += chunk
    if (printed.includes(words)) return
  }
  throw new Error(`redis-server ended before it was ready:\n${printed}`)
}

async function* readable(server: ChildProcess): AsyncGenerator<[string]> {
  if (!server.stdout) return
  for await (const chunk of server.stdout.iterator({ destroyOnReturn: false })) yield [String(chunk)]
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port was given')
  return address.port
}

import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import type { Socket } from 'node:net'
import { json as readJson } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest'
import { bearer, json, password } from '../kit/client.ts'
import { type RedisServer, startRedisServer } from '../kit/engines.ts'
import { type ServiceProcess, startService } from '../kit/service-process.ts'
import { forSharedCode, forSharedCodeWithStore } from '../kit/strategies.ts'
import type { StrategyName } from '../kit/systems.ts'
import { until } from '../kit/until.ts'

// Real processes, and the signals that a service manager sends them.

/** Longer than a test here may take: what waits for it fails. It is the most that a service may be told. */
const never = '120000'
const options = { timeout: 100_000, concurrent: true }
const endsWell = { code: 0, signal: null }
const loginBody = JSON.stringify({ username: 'alice', password })

let redis: RedisServer
beforeAll(async () => {
  redis = await startRedisServer()
})
afterAll(() => redis.stop())

type Hooks = Pick<TestContext, 'onTestFinished'>

/** All services of a starter in one process, over a real Redis where it uses one. */
async function start(
  { onTestFinished }: Hooks,
  strategy: StrategyName,
  env: Record<string, string> = {},
  until = 'sys_startup',
): Promise<ServiceProcess> {
  const store = strategy === 'stateless' ? {} : { REDIS_URL: `${redis.url}`, REDIS_TIMEOUT_MS: '2000' }
  const all = { ...store, SHUTDOWN_TIMEOUT_MS: never, ...env }
  const service = await startService(strategy, 'all', all, until)
  onTestFinished(() => service.signal('SIGKILL'))
  return service
}

/** For the one test that is about to freeze or kill it. */
async function startOwnRedis({ onTestFinished }: Hooks): Promise<RedisServer> {
  const own = await startRedisServer()
  onTestFinished(() => own.stop())
  return own
}

describe.each(forSharedCode)('%s, asked to stop,', options, (strategy) => {
  test('first says that it is not ready, goes on serving, and then ends well', async (context) => {
    const service = await start(context, strategy, { SHUTDOWN_DELAY_MS: '10000' })
    const [issuer = '', ledger = '', api = ''] = service.urls
    const { access_token } = await (await post(`${issuer}/login`, loginBody)).json()
    service.signal('SIGTERM')
    for (const url of [issuer, ledger, api]) {
      await until(async () => (await fetch(`${url}/readyz`)).status === 503)
      expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ status: 'stopping' })
      expect((await fetch(`${url}/healthz`)).status).toBe(200)
    }
    for (const answer of [
      await fetch(`${api}/catalog`, bearer(access_token)),
      await post(`${issuer}/login`, loginBody),
    ])
      expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close'])
    expect(await service.ended).toEqual(endsWell)
    const { stdout, stderr } = service.printed()
    expect([stdout.trimEnd().split('\n').at(-1), stderr]).toEqual([
      expect.stringContaining('sys_shutdown'),
      '',
    ])
  })

  test('answers a request that is still being sent, and takes no new ones meanwhile', async (context) => {
    const service = await start(context, strategy)
    const login = await beginLogin(service.url)
    service.signal('SIGTERM')
    for (const url of service.urls) await until(() => isRefused(url))
    const { status, headers, body } = await login.finish()
    expect([status, headers.connection]).toEqual([200, 'close'])
    expect(body).toHaveProperty('access_token')
    expect(await service.ended).toEqual(endsWell)
  })

  test('closes connections that wait for another request', async (context) => {
    const service = await start(context, strategy)
    const sockets = await Promise.all(service.urls.map(idleConnection))
    const closed = sockets.map((socket) => once(socket, 'close'))
    service.signal('SIGTERM')
    await Promise.all(closed)
    expect(await service.ended).toEqual(endsWell)
  })

  test('cuts off what takes too long', async (context) => {
    const service = await start(context, strategy, { SHUTDOWN_TIMEOUT_MS: '200' })
    const login = await beginLogin(service.url)
    service.signal('SIGTERM')
    await expect(login.answer).rejects.toThrow('socket hang up')
    expect(await service.ended).toEqual(endsWell)
  })

  test('twice, ends at once', async (context) => {
    const service = await start(context, strategy)
    const login = await beginLogin(service.url)
    service.signal('SIGTERM')
    await until(() => isRefused(service.url))
    service.signal('SIGTERM')
    await expect(login.answer).rejects.toThrow('socket hang up')
    expect(await service.ended).toEqual({ code: null, signal: 'SIGTERM' })
  })

  test('by the keys of a terminal, ends as well', async (context) => {
    const service = await start(context, strategy)
    service.signal('SIGINT')
    expect(await service.ended).toEqual(endsWell)
  })

  test('while it starts, starts and ends', async (context) => {
    const service = await start(context, strategy, {}, 'Issuer')
    service.signal('SIGTERM')
    expect(await service.ended).toEqual(endsWell)
    expect(service.printed().stdout).toContain('sys_shutdown')
  })
})

describe.each(forSharedCodeWithStore)('%s, asked to stop,', options, (strategy) => {
  test('answers a request that waits for Redis, and leaves no line to it', async (context) => {
    const own = await startOwnRedis(context)
    const env = { REDIS_URL: `${own.url}`, REDIS_TIMEOUT_MS: '5000' }
    const service = await start(context, strategy, env)
    expect(await linesTo(own)).toBeGreaterThan(1)
    own.freeze()
    const login = await beginLogin(service.url)
    const answered = login.finish()
    service.signal('SIGTERM')
    await until(() => isRefused(service.url))
    own.thaw()
    expect((await answered).status).toBe(200)
    expect(await service.ended).toEqual(endsWell)
    await until(async () => (await linesTo(own)) === 1)
  })

  test('does not wait for a Redis that hangs', async (context) => {
    const own = await startOwnRedis(context)
    const service = await start(context, strategy, { REDIS_URL: `${own.url}`, REDIS_TIMEOUT_MS: '100' })
    own.freeze()
    service.signal('SIGTERM')
    expect(await service.ended).toEqual(endsWell)
  })

  test('does not wait for a Redis that is gone', async (context) => {
    const own = await startOwnRedis(context)
    const service = await start(context, strategy, { REDIS_URL: `${own.url}`, REDIS_TIMEOUT_MS: '100' })
    await own.kill()
    service.signal('SIGTERM')
    expect(await service.ended).toEqual(endsWell)
  })
})

const post = (url: string, body: string) => fetch(url, { ...json({}), method: 'POST', body })

const isRefused = (url: string): Promise<boolean> =>
  fetch(`${url}/healthz`).then(
    () => false,
    (error) => error.cause?.code === 'ECONNREFUSED',
  )

interface Answered {
  readonly status: number | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: unknown
}

/** A login of which the service has all but the last byte. */
async function beginLogin(url: string) {
  const headers = {
    'content-type': 'application/json',
    'content-length': loginBody.length,
    expect: '100-continue',
  }
  const sent = request(`${url}/login`, { method: 'POST', headers, agent: new Agent({ keepAlive: true }) })
  const answer = once(sent, 'response').then(async ([response]: IncomingMessage[]): Promise<Answered> => {
    if (!response) throw new Error('No answer')
    return { status: response.statusCode, headers: response.headers, body: await readJson(response) }
  })
  // Nobody may be waiting for it when it is cut off.
  answer.catch(() => {})
  sent.flushHeaders()
  // By this the service says that it has begun to read.
  await once(sent, 'continue')
  sent.write(loginBody.slice(0, -1))
  return {
    answer,
    finish() {
      sent.end(loginBody.slice(-1))
      return answer
    },
  }
}

/** A connection that was used once and is kept for more. */
async function idleConnection(url: string): Promise<Socket> {
  const sent = request(`${url}/healthz`, { agent: new Agent({ keepAlive: true }) }).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  const { socket } = response
  await readJson(response)
  return socket
}

/** That of this test among them. */
const linesTo = async ({ admin }: RedisServer) =>
  String(await admin.client('LIST'))
    .trimEnd()
    .split('\n').length

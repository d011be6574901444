import { once } from 'node:events'
import { createServer } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { createBudget } from '../../examples/redis/src/redis/budget.ts'
import { createClient } from '../../examples/redis/src/redis/client.ts'
import { connectRedis } from '../../examples/redis/src/redis/connection.ts'
import { readSettings } from '../../examples/redis/src/settings.ts'
import { createMetrics } from '../../examples/redis/src/watch/metrics.ts'
import { until } from '../kit/until.ts'

const unavailable = { code: 'store_unavailable' }
const broken = () => Promise.reject(new Error('The line is down.'))

describe('the circuit, half a second after it has opened,', () => {
  // Only the date is the test's own: the circuit asks it, and timeouts stay what they are.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
  afterEach(() => void vi.useRealTimers())

  test('lets one call find out, and closes when that one is answered', async () => {
    const { budget, states } = await openCircuit()
    const { answers, ...asked } = askMany(budget)
    await turn()
    expect(asked.calls()).toBe(1)
    expect(states).toEqual(['Closed', 'Open', 'HalfOpen'])
    asked.answer()
    expect(await answers).toEqual(Array(10).fill('fulfilled'))
    expect(states.at(-1)).toBe('Closed')
  })

  test('opens again when that one fails, and asks nothing for another half second', async () => {
    const { budget, states } = await openCircuit()
    const { answers, ...asked } = askMany(budget)
    asked.fail()
    expect(await answers).toEqual(Array(10).fill('rejected'))
    expect(asked.calls()).toBe(1)
    expect(states.slice(2)).toEqual(['HalfOpen', 'Open'])
    later(499)
    await expect(budget.run(asked.command)).rejects.toMatchObject(unavailable)
    expect(asked.calls()).toBe(1)
    later(1)
    await budget.run(async () => 'answer')
    expect(states.slice(4)).toEqual(['HalfOpen', 'Closed'])
  })

  const later = (ms: number) => vi.setSystemTime(Date.now() + ms)

  /** One that three failures have opened, at the moment when it may try again, and not before. */
  async function openCircuit() {
    const states: string[] = []
    const metrics = { ...createMetrics('redis'), setCircuit: (state: string) => void states.push(state) }
    const budget = createBudget({ timeoutMs: 5_000, failuresToOpen: 3, metrics, onOpen: () => {} })
    for (let time = 0; time < 3; time++) await expect(budget.run(broken)).rejects.toMatchObject(unavailable)
    later(499)
    const command = vi.fn(broken)
    await expect(budget.run(command)).rejects.toMatchObject(unavailable)
    expect(command).not.toHaveBeenCalled()
    later(1)
    return { budget, states }
  }

  /** Ten at once, which are answered when the test says so. */
  function askMany(budget: ReturnType<typeof createBudget>) {
    const reply = Promise.withResolvers<void>()
    const command = vi.fn(() => reply.promise)
    const asked = Promise.allSettled(Array.from({ length: 10 }, () => budget.run(command)))
    return {
      command,
      answers: asked.then((results) => results.map(({ status }) => status)),
      calls: () => command.mock.calls.length,
      answer: () => reply.resolve(),
      fail: () => reply.reject(new Error('The line is still down.')),
    }
  }
})

describe('the time that a request waits for Redis', () => {
  test.each(['redis://127.0.0.1:1', 'redis+cluster://127.0.0.1:1', 'redis+sentinel://127.0.0.1:1/mymaster'])(
    'is 50 ms where nobody says otherwise, and each command to %s has it',
    async (REDIS_URL) => {
      const settings = readSettings({ REDIS_URL })
      expect(settings.REDIS_TIMEOUT_MS).toBe(50)
      expect(await commandTimeoutOf(settings)).toBe(50)
      expect(await commandTimeoutOf(readSettings({ REDIS_URL, REDIS_TIMEOUT_MS: '70' }))).toBe(70)
    },
  )

  /** The client connects only when it is told to. */
  async function commandTimeoutOf(settings: ReturnType<typeof readSettings>) {
    const { options } = await createClient(settings)
    return 'redisOptions' in options ? options.redisOptions?.commandTimeout : Object(options).commandTimeout
  }
})

test('a port that takes a line and says nothing is given up, and tried again', async () => {
  const seen: string[] = []
  const server = createServer((line) => {
    const name = `line ${seen.filter((entry) => entry.endsWith('begins')).length + 1}`
    seen.push(`${name} begins`)
    line.on('error', () => {}).on('close', () => seen.push(`${name} ends`))
    line.resume()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const settings = readSettings({ REDIS_URL: `redis://127.0.0.1:${port}` })
  // It does not wait for ever either: a service starts also while Redis is away.
  const connection = await connectRedis(settings, createMetrics('redis'))
  onTestFinished(async () => {
    await connection.close()
    server.close()
  })
  const givenUp = ['line 1 ends', 'line 2 ends', 'line 3 begins']
  await until(async () => givenUp.every((entry) => seen.includes(entry)))
  expect(connection.isUp()).toBe(false)
  await expect(connection.ask((redis) => redis.get('key'))).rejects.toMatchObject(unavailable)
})

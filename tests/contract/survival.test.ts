import { describe, test } from 'vitest'
import { ask, json, password } from '../kit/client.ts'
import { startProxy } from '../kit/redis/proxy.ts'
import { startServer } from '../kit/redis/server.ts'
import { startService } from '../kit/service-process.ts'
import { forSharedCodeWithStore } from '../kit/strategies.ts'
import { quietFeed } from '../kit/systems.ts'
import { until } from '../kit/until.ts'

// In a process of its own an error that nobody catches is its end.

/** What goes over a new line before any request comes, by kind of line. */
const steps = [
  ['normal', 'client'],
  ['normal', 'info'],
] as const
const stepsOf = { redis: steps, hybrid: [...steps, ['normal', 'zrange'], ['pubsub', 'subscribe']] } as const

/** The feed is quiet: a look over the old line would set off what is meant for the new. */
const env = { REDIS_TIMEOUT_MS: '2000', ...quietFeed }

describe.concurrent.each(forSharedCodeWithStore)('%s, a process of its own,', (strategy) => {
  test.for(stepsOf[strategy])(
    'lives on when its new line to Redis breaks: %s, %s',
    async ([lines, step], { expect, onTestFinished }) => {
      const redis = await startServer()
      onTestFinished(() => redis.stop())
      const proxy = await startProxy(redis.url)
      onTestFinished(() => proxy.close())
      const service = await startService(strategy, 'all', { REDIS_URL: proxy.url, ...env })
      onTestFinished(() => service.signal('SIGKILL'))
      const broken = proxy.resetNext(step)
      await redis.admin.client('KILL', 'TYPE', lines, 'SKIPME', 'yes')
      await broken
      const login = json({ username: 'alice', password })
      await until(async () => (await ask(service, 'POST', '/login', login)).status === 200)
      service.signal('SIGTERM')
      expect(await service.ended).toEqual({ code: 0, signal: null })
      expect(service.printed().stderr).toBe('')
    },
  )
})

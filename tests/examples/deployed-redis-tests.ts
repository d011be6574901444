import { expect, test } from 'vitest'
import { rewriteScript } from '../../examples/redis/src/sessions/session-scripts.ts'
import { ask, bearer, eventually } from '../kit/client.ts'
import type { Deployed } from './deployed.ts'
import { commandUse, grantsOf, isRefusal, pingFrom, refused, sendAs } from './deployed-redis.ts'
import { endSessions, logIn, servicesOf, workThrough } from './deployed-story.ts'

/** What holds for a deployment with one Redis, and for its Redis. */
export function redisTests(deployed: () => Deployed): void {
  test('serves its users', async () => {
    await workThrough(deployed())
    await endSessions(deployed())
  })

  test('has a Redis that lets its services do what they need, and nothing else', async () => {
    const { used, rejected } = await commandUse(deployed())
    expect(rejected).toEqual([])
    const granted = [...(await grantsOf(deployed(), 'issuer')), ...(await grantsOf(deployed(), 'api'))]
    const unused = [...new Set(granted)].filter((command) => !used.has(command)).sort()
    // Four are for a cluster. A limit without an end gets one, if there ever is such a thing.
    expect(unused).toEqual(['asking', 'client|setname', 'cluster|info', 'cluster|slots', 'expire'])
    // Once a minute a service notes that a session was seen. This is how it does so.
    const noteSeen = ['eval', rewriteScript, '1', 'session:{user-1}:sid', 'before', 'after', '1000']
    expect(await sendAs(deployed(), 'api', noteSeen)).toBe('changed')
  })

  test.each(['nobody', 'health', 'issuer', 'api'] as const)(
    'has a Redis that refuses %s what it has no need of',
    async (user) => {
      const answers = await Promise.all(
        refused[user].map(async (command) => ({ command, answer: await sendAs(deployed(), user, command) })),
      )
      expect(answers.filter(({ answer }) => !isRefusal(answer))).toEqual([])
    },
  )

  test('has a Redis that knows its clients by their names, and not by where they are', async () => {
    expect(await pingFrom(deployed(), '127.0.0.2')).toMatch(/^\+OK\r\n\+PONG/)
    expect(await sendAs(deployed(), 'api', ['auth', 'api', 'wrong'])).toContain('WRONGPASS')
  })

  test('keeps its sessions while Redis starts again', async () => {
    const { access } = await logIn(deployed(), 'laptop')
    await deployed().stack.restart('redis')
    const me = () => ask(servicesOf(deployed()).api, 'GET', '/me', bearer(access))
    const { code } = await eventually(me, ({ status, body }) => status === 401 || body.source === 'session')
    expect(code).toBeUndefined()
    expect(await sendAs(deployed(), 'issuer', ['info', 'memory'])).toContain('maxmemory_policy:noeviction')
  })
}

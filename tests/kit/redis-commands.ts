import { ask, bearer, catalog, newSession, pairOf, refresh } from './client.ts'
import type { RedisServer } from './engines.ts'
import { openSystem, quietFeed, type StrategyName } from './systems.ts'

/** How many commands the services send to Redis for one request. What a script does inside is part of its command. */
export type CommandCounts = Readonly<Record<'check' | 'profile' | 'login' | 'refresh' | 'logout', number>>

/** Counts them on a real Redis, which nobody else uses meanwhile. The first of each kind is not counted: it loads scripts. */
export async function countCommands(strategy: StrategyName, engine: RedisServer): Promise<CommandCounts> {
  const system = await openSystem(strategy, engine, { env: quietFeed })
  const ear = await listen(engine)
  const cost = async <Result>(request: Promise<Result>): Promise<[number, Result]> => {
    const result = await request
    return [await ear.heard(), result]
  }
  const round = async () => {
    const [login, { access, refresh: token }] = await cost(newSession(system))
    const [check] = await cost(catalog(system.api, access))
    const [profile] = await cost(ask(system.api, 'GET', '/me', bearer(access)))
    const [refreshed, answer] = await cost(refresh(system, token))
    const [logout] = await cost(ask(system.issuer, 'POST', '/logout', bearer(pairOf(answer).access)))
    return { check, profile, login, refresh: refreshed, logout }
  }
  try {
    await round()
    return await round()
  } finally {
    ear.close()
    await system.close()
  }
}

/** Hears what clients send; what scripts do inside comes from `lua`. */
async function listen({ admin }: RedisServer) {
  const monitor = await admin.monitor()
  let count = 0
  const heard: (() => void)[] = []
  monitor.on('monitor', (_time: string, [name = '']: string[], source: string) => {
    if (name.toLowerCase() === 'echo') heard.shift()?.()
    else if (source !== 'lua') count++
  })
  return {
    /** How many there were since the last time. An echo is heard after all that came before it. */
    async heard(): Promise<number> {
      const echo = new Promise<void>((resolve) => heard.push(resolve))
      await admin.echo('all heard?')
      await echo
      const found = count
      count = 0
      return found
    },
    close: () => monitor.disconnect(),
  }
}

import { byStrategy, type StrategyName } from '../components/strategies.ts'
import latency from './benchmarks/check-latency.json' with { type: 'json' }
import commands from './benchmarks/commands.json' with { type: 'json' }
import setSize from './benchmarks/revocation-set.json' with { type: 'json' }
import sizes from './benchmarks/sizes.json' with { type: 'json' }
import { requestTimes } from './latency.ts'
import type { Run } from './run.ts'

/** What is said of speed, and the figure that bears on it. */
export interface Claim {
  readonly said: string
  /** In the order of the strategies: what each takes. Undefined until a script measures it. */
  readonly measured?: {
    readonly what: string
    readonly values: Readonly<Record<StrategyName, string>>
    readonly run: Run
  }
}

const timesAt = (delayMs: number) => ({ values: requestTimes(delayMs), run: latency.run })

const commandsFor = (request: 'check' | 'refresh') => ({
  values: byStrategy((name) => String(commands.perRequest[name][request])),
  run: commands.run,
})

const redisBytes = {
  what: 'Bytes in Redis for a session',
  values: byStrategy((name) => String(sizes.perSession[name].redisBytes)),
  run: sizes.run,
}

/** Everything that the page "Perform" speaks of. A row without a figure waits for its script. */
export const claims: readonly Claim[] = [
  { said: 'Stateless validates fastest', measured: { what: 'A request, Redis close by', ...timesAt(0) } },
  {
    said: 'Stateless makes no network calls',
    measured: { what: 'Commands for a check', ...commandsFor('check') },
  },
  { said: 'Stateless scales linearly' },
  {
    said: 'Stateless is memory efficient',
    measured: {
      what: 'Bytes that each request carries',
      values: byStrategy((name) => String(sizes.perSession[name].accessTokenBytes)),
      run: sizes.run,
    },
  },
  { said: 'Redis costs network latency', measured: { what: 'A request, Redis 10 ms away', ...timesAt(10) } },
  { said: 'Redis uses memory', measured: redisBytes },
  { said: 'Redis needs a pool of connections' },
  {
    said: 'Session data should be cached locally',
    measured: {
      what: 'Bytes in an instance for a revoked session',
      values: byStrategy((name) => (name === 'hybrid' ? String(setSize.bytesPerEntry.session) : '0')),
      run: setSize.run,
    },
  },
  { said: 'Clients should refresh', measured: { what: 'Commands for a refresh', ...commandsFor('refresh') } },
  { said: 'Last seen should be written seldom' },
  { said: 'Forged tokens should be refused early' },
  { said: 'Metrics should be watched' },
]

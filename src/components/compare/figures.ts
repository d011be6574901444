import commands from '../../data/benchmarks/commands.json'
import setSize from '../../data/benchmarks/revocation-set.json'
import sizes from '../../data/benchmarks/sizes.json'
import { anchorOf, outcomeOf } from '../../data/chaos/outcomes.ts'
import { losses } from '../../data/chaos/words.ts'
import { counts } from '../../data/counts.ts'
import { requestTimes } from '../../data/latency.ts'
import { defaults } from '../defaults.ts'
import { byStrategy, type StrategyName } from '../strategies.ts'
import type { CompareRow } from './row.ts'

type TextOf = (strategy: StrategyName) => string

const row = (feature: string, question: string, href: string, text: TextOf): CompareRow => ({
  feature,
  question,
  cells: byStrategy((name) => ({ text: text(name), href })),
})

const boundTexts: Readonly<Record<StrategyName, string>> = {
  stateless: `${defaults.ACCESS_TTL_SECONDS + defaults.CLOCK_TOLERANCE_SECONDS} s: it lives until its exp, and the tolerance`,
  redis: '0 s: the next check asks',
  hybrid: `${defaults.REVOCATION_BOUND_MS / 1000} s, or what the route’s policy says`,
}

function lossRow(fault: string, question: string): CompareRow {
  const outcome = outcomeOf(fault)
  const text: TextOf = (name) =>
    losses(outcome.rows[name])
      .map((loss) => loss.text)
      .join('. ')
  return row('Lost on a crash', question, `/operations/redis-outage/#${anchorOf(outcome)}`, text)
}

type Request = keyof (typeof commands.perRequest)['redis']

const commandRow = (question: string, requests: readonly Request[]): CompareRow =>
  row('Commands to Redis', question, '/operations/capacity/#commands', (name) =>
    requests.map((request) => commands.perRequest[name][request]).join(', '),
  )

function latencyRow(delayMs: number): CompareRow {
  const times = requestTimes(delayMs)
  const question = `With Redis ${delayMs} ms away?`
  return row('Time of a request', question, '/guides/perform/#the-distance-decides', (name) => times[name])
}

const bytesHref = '/operations/capacity/#memory'
const bytes = (count: number) => (count === 0 ? 'None' : `${count.toLocaleString('en')} bytes`)

/** What can be counted or measured. Each cell leads to where the figure comes from. */
export const figureRows: readonly CompareRow[] = [
  row(
    'Revocation bound',
    'How long can an ended session’s token still work?',
    '/reference/requirements/#ASVS-7.4.1',
    (name) => boundTexts[name],
  ),
  lossRow('killed-aof', 'The process is killed and keeps an append-only file?'),
  lossRow('killed-snapshot', 'The process is killed and keeps snapshots?'),
  lossRow('killed-empty', 'Redis comes back empty?'),
  commandRow('For a check?', ['check']),
  commandRow('For a login, a refresh, a logout?', ['login', 'refresh', 'logout']),
  latencyRow(1),
  latencyRow(10),
  row('Access token', 'What does each request carry?', bytesHref, (name) =>
    bytes(sizes.perSession[name].accessTokenBytes),
  ),
  row('Memory in Redis', 'What does a session take?', bytesHref, (name) =>
    bytes(sizes.perSession[name].redisBytes),
  ),
  row('Memory of an instance', 'What does a revoked session take?', bytesHref, (name) =>
    bytes(name === 'hybrid' ? setSize.bytesPerEntry.session : 0),
  ),
  row('Alerts', 'How many are there to answer?', '/operations/monitoring/#alerts', (name) =>
    String(counts[name].alerts),
  ),
  row('Settings', 'How many are there to get right?', '/guides/configuration/', (name) =>
    String(counts[name].settings),
  ),
]

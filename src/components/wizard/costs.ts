import sizes from '../../data/benchmarks/sizes.json' with { type: 'json' }
import type { StrategyName } from '../strategies.ts'
import type { Answers } from './questions.ts'
import type { Numbers } from './settings.ts'

/** One thing that is paid. */
export interface Cost {
  readonly what: string
  readonly text: string
}

const requestsInWords: Readonly<Record<Answers['requests'], string>> = {
  'up-to-100': 'up to 100',
  'up-to-5000': 'up to 5,000',
  more: 'more than 5,000',
}
const sessionCounts = {
  'up-to-10k': { count: 10_000, words: '10,000' },
  'up-to-1m': { count: 1_000_000, words: 'a million' },
  more: { count: 1_000_000, words: 'each million' },
} as const satisfies Record<Answers['sessions'], unknown>

/** What the starters' redis.conf allows. A test holds it to that. */
export const redisConfMegabytes = 256

/** What Redis needs for that many. It is given twice as much: for its files, for replicas that lag, for a bad day. */
function redisMemory(answer: Answers['sessions'], bytesEach: number): string {
  const { count, words } = sessionCounts[answer]
  const megabytes = Math.ceil((count * bytesEach) / 1e6)
  const sum = `${bytesEach} bytes in Redis for each, about ${inWords(megabytes)} for ${words}.`
  return 2 * megabytes <= redisConfMegabytes
    ? `${sum} The ${redisConfMegabytes} MB in the starter’s redis.conf are enough.`
    : `${sum} Set maxmemory in the starter’s redis.conf to twice that: it has ${redisConfMegabytes} MB, and a full Redis refuses logins.`
}

const inWords = (megabytes: number): string =>
  megabytes < 1000 ? `${megabytes} MB` : `${(megabytes / 1000).toFixed(1)} GB`

/** What the hybrid's routes do without Redis, as its policy should be written for these answers. */
const policies: Readonly<Record<Answers['outage'], string>> = {
  nothing: 'Write “deny” for every route into src/revocations/outage-policy.ts, so that all answer 503.',
  reads:
    'By the policy that the starter has: GET /catalog goes on, GET /me for 60 seconds, POST /transfer answers 503. Write your routes into src/revocations/outage-policy.ts.',
  all: 'Write “allow” for every route into src/revocations/outage-policy.ts, so that checks go on. Logging in and refreshing answer 503.',
}

interface Described {
  readonly check: string
  readonly load: (answers: Answers, numbers: Numbers) => string
  readonly sessions: (memory: string) => string
  readonly outage: (answers: Answers) => string
  readonly run: string
}

const described: Readonly<Record<StrategyName, Described>> = {
  stateless: {
    check: 'One signature. No command to Redis.',
    load: () => 'None at a store. Services fetch the issuer’s keys and keep them.',
    sessions: () => 'Nothing is kept, so none can be listed or ended.',
    outage: () =>
      'Nothing changes: there is none. A service that starts while the issuer is away has no keys, and answers 503.',
    run: 'The issuer.',
  },
  redis: {
    check: 'One signature and one GETEX: one round trip to Redis.',
    load: ({ requests }) =>
      `As many commands a second as requests: ${requestsInWords[requests]}. And one a minute for each session in use, to note when it was seen.`,
    sessions: (memory) => memory,
    outage: () => 'Every check answers 503, and so do logins and refreshes.',
    run: 'The issuer, and a Redis that is highly available, with noeviction and the append-only file.',
  },
  hybrid: {
    check: 'One signature and a look into memory. No command to Redis.',
    load: (_, { SYNC_INTERVAL_MS }) =>
      `Each instance looks at the log every ${SYNC_INTERVAL_MS} ms, however many requests there are.`,
    sessions: (memory) => `${memory} In each instance, what was revoked while its tokens live.`,
    outage: ({ outage }) => policies[outage],
    run: 'The issuer, a Redis with noeviction and the append-only file, and a policy for each route.',
  },
}

export function costsOf(strategy: StrategyName, answers: Answers, numbers: Numbers): readonly Cost[] {
  const { check, load, sessions, outage, run } = described[strategy]
  const { accessTokenBytes, redisBytes } = sizes.perSession[strategy]
  return [
    { what: 'A check', text: check },
    { what: 'A token', text: `${accessTokenBytes} bytes in every request, with the claims of the example.` },
    { what: 'At your traffic', text: load(answers, numbers) },
    { what: 'Sessions', text: sessions(redisMemory(answers.sessions, redisBytes)) },
    { what: 'While Redis is down', text: outage(answers) },
    { what: 'What must run', text: run },
  ]
}

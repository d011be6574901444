import { defaults } from '../defaults.ts'
import type { StrategyName } from '../strategies.ts'
import { sizeOf } from './size.ts'

/** One feature, what each strategy has to say on it, and where on this site that is shown. */
export interface CompareRow {
  readonly feature: string
  /** What is being asked, where the word alone is too wide. */
  readonly question: string
  readonly cells: Readonly<Record<StrategyName, Cell>>
}

interface Cell {
  readonly text: string
  /** A section of the strategy's page. */
  readonly anchor: string
}

const cell = (text: string, anchor: string): Cell => ({ text, anchor })
const boundSeconds = defaults.REVOCATION_BOUND_MS / 1000

export const compareRows: readonly CompareRow[] = [
  {
    feature: 'Complexity',
    question: 'How much code runs?',
    cells: {
      stateless: cell(`Low: ${sizeOf('stateless')}`, 'implementation'),
      redis: cell(`Medium: ${sizeOf('redis')}`, 'implementation'),
      hybrid: cell(`High: ${sizeOf('hybrid')}`, 'implementation'),
    },
  },
  {
    feature: 'Infrastructure',
    question: 'What must be running?',
    cells: {
      stateless: cell('The issuer, for its keys', 'how-it-works'),
      redis: cell('Redis, highly available', 'how-it-works'),
      hybrid: cell('Redis, and a written policy for its outage', 'write-the-policy-down'),
    },
  },
  {
    feature: 'Performance',
    question: 'What does a check cost?',
    cells: {
      stateless: cell('One signature', 'check-a-token'),
      redis: cell('One signature and one round trip', 'check-a-token'),
      hybrid: cell('One signature and a look into memory', 'check-a-token'),
    },
  },
  {
    feature: 'Token revocation',
    question: 'When does a revoked token stop?',
    cells: {
      stateless: cell(`Not before it expires, up to ${defaults.ACCESS_TTL_SECONDS} s`, 'log-out'),
      redis: cell('With the next check', 'revoke-one-revoke-all'),
      hybrid: cell(`Within ${boundSeconds} s; by policy while Redis is down`, 'revoke'),
    },
  },
  {
    feature: 'Session management',
    question: 'Can sessions be listed and ended?',
    cells: {
      stateless: cell('No: the server keeps none', 'log-out'),
      redis: cell('Yes', 'revoke-one-revoke-all'),
      hybrid: cell('Yes', 'revoke'),
    },
  },
  {
    feature: 'Scalability',
    question: 'What does one more instance load?',
    cells: {
      stateless: cell('Nothing shared', 'pros'),
      redis: cell('Redis, with every request', 'cons'),
      hybrid: cell('Redis, with one look at the log per interval', 'how-it-works'),
    },
  },
  {
    feature: 'Security',
    question: 'What can a thief do?',
    cells: {
      stateless: cell('Use a token until it expires, refresh until the session ends', 'cons'),
      redis: cell(
        'Nothing more once the session is ended; a reused refresh token ends it',
        'issue-and-refresh',
      ),
      hybrid: cell(`The same, but for ${boundSeconds} s and for what the policy allows`, 'cons'),
    },
  },
  {
    feature: 'Offline support',
    question: 'What if the store is away?',
    cells: {
      stateless: cell('Nothing changes; new instances need the issuer’s keys', 'when-redis-is-down'),
      redis: cell('503 on every route', 'when-redis-is-down'),
      hybrid: cell('Each route as its policy says', 'when-redis-is-down'),
    },
  },
  {
    feature: 'Multi-device',
    question: 'Can one device be logged out?',
    cells: {
      stateless: cell('No: 501 not_supported', 'log-out'),
      redis: cell('Yes, one or all', 'revoke-one-revoke-all'),
      hybrid: cell('Yes, one or all', 'revoke'),
    },
  },
]

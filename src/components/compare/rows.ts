import { defaults } from '../defaults.ts'
import { type CompareRow, cellsAt, pageCells } from './row.ts'
import { sizeOf } from './size.ts'

const boundSeconds = defaults.REVOCATION_BOUND_MS / 1000

export const compareRows: readonly CompareRow[] = [
  {
    feature: 'Complexity',
    question: 'How much code runs?',
    cells: pageCells({
      stateless: [`Low: ${sizeOf('stateless')}`, 'implementation'],
      redis: [`Medium: ${sizeOf('redis')}`, 'implementation'],
      hybrid: [`High: ${sizeOf('hybrid')}`, 'implementation'],
    }),
  },
  {
    feature: 'Infrastructure',
    question: 'What must be running?',
    cells: pageCells({
      stateless: ['The issuer, for its keys', 'how-it-works'],
      redis: ['Redis, highly available', 'how-it-works'],
      hybrid: ['Redis, and a written policy for its outage', 'write-the-policy-down'],
    }),
  },
  {
    feature: 'Performance',
    question: 'What does a check cost?',
    cells: pageCells({
      stateless: ['One signature', 'check-a-token'],
      redis: ['One signature and one round trip', 'check-a-token'],
      hybrid: ['One signature and a look into memory', 'check-a-token'],
    }),
  },
  {
    feature: 'Token revocation',
    question: 'When does a revoked token stop?',
    cells: pageCells({
      stateless: [`Not before it expires, up to ${defaults.ACCESS_TTL_SECONDS} s`, 'log-out'],
      redis: ['With the next check', 'revoke-one-revoke-all'],
      hybrid: [`Within ${boundSeconds} s; by policy while Redis is down`, 'revoke'],
    }),
  },
  {
    feature: 'Session management',
    question: 'Can sessions be listed and ended?',
    cells: pageCells({
      stateless: ['No: the server keeps none', 'log-out'],
      redis: ['Yes', 'revoke-one-revoke-all'],
      hybrid: ['Yes', 'revoke'],
    }),
  },
  {
    feature: 'Scalability',
    question: 'What does one more instance load?',
    cells: cellsAt('/operations/capacity/#commands', {
      stateless: 'Nothing shared',
      redis: 'Redis, with every request',
      hybrid: 'Redis, with one look at the log per interval',
    }),
  },
  {
    feature: 'Security',
    question: 'What can a thief do?',
    cells: cellsAt('/reference/requirements/#ASVS-7.4.1', {
      stateless: 'Use a token until it expires, refresh until the session ends',
      redis: 'Nothing more once the session is ended; a reused refresh token ends it',
      hybrid: `The same, but for ${boundSeconds} s and for what the policy allows`,
    }),
  },
  {
    feature: 'Offline support',
    question: 'What if the store is away?',
    cells: pageCells({
      stateless: ['Nothing changes; new instances need the issuer’s keys', 'when-redis-is-down'],
      redis: ['503 on every route', 'when-redis-is-down'],
      hybrid: ['Each route as its policy says', 'when-redis-is-down'],
    }),
  },
  {
    feature: 'Multi-device',
    question: 'Can one device be logged out?',
    cells: pageCells({
      stateless: ['No: 501 not_supported', 'log-out'],
      redis: ['Yes, one or all', 'revoke-one-revoke-all'],
      hybrid: ['Yes, one or all', 'revoke'],
    }),
  },
]

import type { StrategyName } from '../strategies.ts'
import type { Answers, QuestionId } from './questions.ts'
import type { Rule } from './rule.ts'

export interface Choice {
  readonly strategy: StrategyName
  /** Why, each tied to the answer that it follows from. */
  readonly reasons: { readonly [Q in QuestionId]?: string }
  /** Where answers contradict each other: which wish gives, and how far. */
  readonly gives: readonly string[]
}

/** A token may live on so briefly that only a list can end it, or so long that it may end by itself. */
const soon: readonly Answers['revoke'][] = ['2s', '10s', '1min']
const later: readonly Answers['revoke'][] = ['5min', '1h']
const people: readonly Answers['clients'][] = ['browsers', 'both']
const calm: readonly Answers['requests'][] = ['up-to-100', 'up-to-5000']

const needsSessions =
  'They log out and lose devices. Only a store can end one session, its refresh token included.'
const redisIsEnough =
  'A round trip for each of them is cheap. Redis is simpler than hybrid, and simpler is safer.'
const redisIsBusy = 'With Redis behind every check, each of them is a command there. The hybrid makes none.'
const staysClose = 'Each service keeps its own set of revocations, and knows that it is no older than this.'
const ownSet =
  'A check looks into the memory of its own process, so it goes on without Redis. What a route does then is written down, route by route.'
const mayFail = 'A check that asks Redis fails when Redis is away, and you can live with that.'
const atOnceGives =
  '“With the next request” gives. It takes a question to Redis at every check, and then nothing works without Redis. Here a revoked token stops within a second, and mostly as soon as Redis has announced it.'
const loginGives =
  '“Everything” gives for logging in, refreshing and logging out. They change sessions, so they answer 503 until Redis is back. Whoever is logged in works on until their access token expires.'
const refreshGives =
  'The deadline holds for access tokens only. Nobody can end one device: a copied refresh token works until the session ends, unless the account is closed. If that is too much, take the hybrid with “allow” on every route, and only logins and refreshes wait for Redis.'

/** Which strategy. See the page Compare, "How to choose". */
export const strategyRules: readonly Rule<Choice>[] = [
  {
    when: { revoke: ['now'], outage: ['nothing'] },
    outcome: {
      strategy: 'redis',
      reasons: {
        revoke: 'Only a check that asks Redis every time refuses the very next request.',
        outage: mayFail,
      },
      gives: [],
    },
  },
  {
    when: { revoke: ['now'], outage: ['reads'] },
    outcome: {
      strategy: 'hybrid',
      reasons: {
        revoke: 'A set of revocations in each service, a second old at most, comes closest.',
        outage: ownSet,
      },
      gives: [atOnceGives],
    },
  },
  {
    when: { revoke: ['now'], outage: ['all'] },
    outcome: {
      strategy: 'hybrid',
      reasons: {
        revoke: 'A set of revocations in each service, a second old at most, comes closest.',
        outage: ownSet,
      },
      gives: [atOnceGives, loginGives],
    },
  },
  {
    when: { revoke: soon, outage: ['nothing'], requests: calm },
    outcome: {
      strategy: 'redis',
      reasons: {
        revoke: 'Sooner than you ask: with the next check.',
        outage: mayFail,
        requests: redisIsEnough,
      },
      gives: [],
    },
  },
  {
    when: { revoke: soon, outage: ['nothing'], requests: ['more'] },
    outcome: { strategy: 'hybrid', reasons: { revoke: staysClose, requests: redisIsBusy }, gives: [] },
  },
  {
    when: { revoke: soon, outage: ['reads'] },
    outcome: { strategy: 'hybrid', reasons: { revoke: staysClose, outage: ownSet }, gives: [] },
  },
  {
    when: { revoke: soon, outage: ['all'] },
    outcome: { strategy: 'hybrid', reasons: { revoke: staysClose, outage: ownSet }, gives: [loginGives] },
  },
  {
    when: { revoke: later, clients: ['machines'] },
    outcome: {
      strategy: 'stateless',
      reasons: {
        revoke: 'A session that is over by then needs no list: every token of it has ended by itself.',
        outage: 'There is no store, so nothing can be down once a service has the keys.',
        clients:
          'They have credentials at hand, so sessions can be this short and need no refresh token that outlives them.',
      },
      gives: [],
    },
  },
  {
    when: { revoke: later, clients: people, outage: ['nothing'], requests: calm },
    outcome: {
      strategy: 'redis',
      reasons: { clients: needsSessions, outage: mayFail, requests: redisIsEnough },
      gives: [],
    },
  },
  {
    when: { revoke: later, clients: people, outage: ['nothing'], requests: ['more'] },
    outcome: { strategy: 'hybrid', reasons: { clients: needsSessions, requests: redisIsBusy }, gives: [] },
  },
  {
    when: { revoke: later, clients: people, outage: ['reads'] },
    outcome: { strategy: 'hybrid', reasons: { clients: needsSessions, outage: ownSet }, gives: [] },
  },
  {
    when: { revoke: later, clients: people, outage: ['all'] },
    outcome: {
      strategy: 'stateless',
      reasons: {
        revoke: 'An access token that lives no longer than this ends by itself.',
        outage: 'Not even a refresh needs a store: the issuer looks up the account, not the session.',
      },
      gives: [refreshGives],
    },
  },
]

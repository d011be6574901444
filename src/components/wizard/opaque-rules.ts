import type { StrategyName } from '../strategies.ts'
import type { Answers } from './questions.ts'

export interface Opaque {
  readonly verdict: 'simply better' | 'worth a look' | 'not here'
  readonly text: string
}

/** What an opaque session id, a random text that means nothing without the store, would do in place of a JWT. */
export const opaqueRules: Readonly<Record<StrategyName, Readonly<Record<Answers['services'], Opaque>>>> = {
  redis: {
    one: {
      verdict: 'simply better',
      text: 'One program asks Redis at every request anyway. An opaque random id does the same with no keys, no algorithms and no claims to get wrong. Take a session library that you trust, and keep the sessions in Redis or in the database you have.',
    },
    several: {
      verdict: 'worth a look',
      text: 'If all services reach the session store, they can look up an opaque id just as well. The JWT still refuses forged tokens before they cost a round trip, and keeps a token for one service out of another.',
    },
    teams: {
      verdict: 'worth a look',
      text: 'An opaque id needs the store at every check, and so does this. The JWT also says for whom it was issued, and forged ones end before the store. If other teams should not reach your Redis, let the issuer answer for them (RFC 7662).',
    },
  },
  hybrid: {
    one: {
      verdict: 'worth a look',
      text: 'One program could ask the store at every request, with much less code. It would stop when the store does.',
    },
    several: {
      verdict: 'not here',
      text: 'It means nothing without its store, so every check would cost a round trip, and stop when the store does.',
    },
    teams: {
      verdict: 'not here',
      text: 'It means nothing without its store, so every team would need it, at every check.',
    },
  },
  stateless: {
    one: {
      verdict: 'worth a look',
      text: 'If the program has a database anyway, an opaque id in it ends at once. It costs a look-up at every request, and stops when the database does.',
    },
    several: {
      verdict: 'not here',
      text: 'It has to be looked up, in a store that all services reach. You can do without one.',
    },
    teams: {
      verdict: 'not here',
      text: 'It has to be looked up, in a store that all teams share. You can do without one.',
    },
  },
}

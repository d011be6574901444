import { inAll, inSome, ofUsers, withStore } from '../refusals.ts'
import { type Described, type GoodAnswer, noStore } from './operation.ts'

const ended: GoodAnswer = {
  status: 200,
  text: 'From when on no access token of the session is honoured anywhere.',
  bodies: ['Revocation'],
  cacheControl: noStore,
}
const endedHere: GoodAnswer = { ...ended, setsCookies: 'always' }
const user = { caller: 'user', groups: ofUsers } as const
const store = inSome(withStore, 'store_unavailable')
const notStateless = { ...store, ...inSome(['stateless'], 'not_supported') }

/** How sessions are looked at and ended, by the route of the issuer. */
export const sessionOperations: Readonly<Record<string, Described>> = {
  'POST /logout': {
    ...user,
    id: 'logOut',
    summary: 'Log out',
    about: 'Ends the session that asks. Stateless ends nothing: its tokens work on until they expire.',
    answers: [endedHere],
    refusals: { ...store, ...inSome(withStore, 'session_not_found') },
  },
  'POST /logout-others': {
    ...user,
    id: 'logOutOthers',
    summary: 'Log out everywhere else',
    about: 'Ends every session of the account but the one that asks.',
    answers: [{ ...ended, strategies: withStore }],
    refusals: notStateless,
  },
  'POST /logout-all': {
    ...user,
    id: 'logOutAll',
    summary: 'Log out everywhere',
    about: 'Ends every session of the account. Stateless ends nothing: its tokens work on until they expire.',
    answers: [endedHere],
    refusals: store,
  },
  'GET /sessions': {
    ...user,
    id: 'listSessions',
    summary: 'List the sessions',
    about: 'The live sessions of the account, the newest first.',
    answers: [
      {
        status: 200,
        text: 'The sessions. `current` is the one that asks.',
        bodies: ['Sessions'],
        cacheControl: noStore,
        strategies: withStore,
      },
    ],
    refusals: notStateless,
  },
  'DELETE /sessions/:sid': {
    ...user,
    id: 'endSession',
    summary: 'End a session',
    about: 'Ends one session of the account. Stateless takes the one that asks, and ends nothing.',
    path: { sid: 'The session, by its `sid` in the list.' },
    answers: [ended],
    refusals: { ...notStateless, ...inSome(withStore, 'session_not_found') },
  },
  'POST /accounts/:sub/logout-all': {
    ...user,
    id: 'logOutAccount',
    summary: 'Log an account out everywhere',
    about: 'For whoever looks after accounts: ends every session of another account, closed or not.',
    role: 'admin',
    path: { sub: 'The account, by the `sub` of its tokens.' },
    answers: [{ ...ended, strategies: withStore }],
    refusals: { ...notStateless, ...inAll('role_missing') },
  },
}

import { transferBody } from '../../../../examples/hybrid/src/api-app.ts'
import { entryBody } from '../../../../examples/hybrid/src/ledger-app.ts'
import { inAll, ofUsers } from '../refusals.ts'
import { type Described, noStore } from './operation.ts'

const keys = inAll('keys_unavailable')
const user = { caller: 'user', groups: ofUsers, refusals: keys } as const
const good = { status: 200, cacheControl: noStore } as const

/** What the API service and the ledger behind it do, by their routes. */
export const serviceOperations: Readonly<Record<string, Described>> = {
  'GET /me': {
    ...user,
    id: 'profile',
    summary: 'Who am I',
    about:
      'What is known of the caller. `source` says whether it is as old as the token or fresh from the session.',
    answers: [{ ...good, text: 'Name, roles and device.', bodies: ['Profile'] }],
  },
  'GET /catalog': {
    ...user,
    id: 'catalog',
    summary: 'Read the catalogue',
    about: 'A route of low risk: reading what many may read.',
    answers: [{ ...good, text: 'The items.', bodies: ['Catalog'] }],
  },
  'POST /transfer': {
    ...user,
    id: 'transfer',
    summary: 'Transfer',
    about:
      'A route of high risk. It asks for a role and for a login that is not older than `STEP_UP_SECONDS`, and has the ledger write it down.',
    role: 'customer',
    body: {
      type: 'application/json',
      schema: transferBody,
      members: { to: 'Who gets it.', amount: 'How much.' },
    },
    answers: [{ ...good, text: 'What was transferred.', bodies: ['Transfer'] }],
    groups: [...ofUsers, 'json'],
    refusals: { ...inAll('role_missing', 'login_too_old', 'upstream_unavailable'), ...keys },
  },
  'POST /entries': {
    id: 'writeEntry',
    summary: 'Write an entry',
    about: 'For the API service, with a token that it got for this user and this service.',
    caller: 'service',
    body: {
      type: 'application/json',
      schema: entryBody,
      members: { to: 'Who gets it.', amount: 'How much.' },
    },
    answers: [{ status: 201, text: 'The entry.', bodies: ['Entry'], cacheControl: noStore }],
    groups: ['credentials', 'token', 'json'],
    refusals: keys,
  },
}

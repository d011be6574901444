import { loginBody, refreshBody } from '../../../../examples/hybrid/src/http/login-request.ts'
import { exchangeForm } from '../../../../examples/hybrid/src/tokens/token-exchange.ts'
import { inAll, inSome, withStore } from '../refusals.ts'
import { type Described, type GoodAnswer, noStore } from './operation.ts'

const tokens: GoodAnswer = {
  status: 200,
  text: 'Two tokens in the body. Or two cookies, and in the body only how long the access token lives.',
  bodies: ['Tokens', 'TokensInCookies'],
  cacheControl: noStore,
  setsCookies: 'on demand',
}

/** How tokens are had, by the route of the issuer. */
export const tokenOperations: Readonly<Record<string, Described>> = {
  'GET /.well-known/jwks.json': {
    id: 'publicKeys',
    summary: 'The public keys',
    about: 'The keys that tokens are signed with, and those that will be (RFC 7517). None with HS256.',
    caller: 'anybody',
    answers: [
      {
        status: 200,
        text: 'The keys. They may be kept for as long as `JWKS_MAX_AGE_SECONDS` says.',
        bodies: ['Keys'],
        cacheControl: { pattern: '^public, max-age=\\d+, stale-if-error=\\d+$' },
      },
    ],
  },
  'POST /login': {
    id: 'logIn',
    summary: 'Log in',
    about: 'Starts a session. A page asks for cookies and has to be one of the issuer’s own origin.',
    caller: 'anybody',
    takesProof: true,
    body: {
      type: 'application/json',
      schema: loginBody,
      members: {
        username: 'The name of the account.',
        password: 'Its password.',
        device: 'What the user calls the device, for the list of sessions.',
        delivery:
          'Where the tokens go. Without it, into the body. A login for cookies ends the session whose cookies it brings.',
      },
    },
    answers: [tokens],
    groups: ['json'],
    refusals: {
      ...inAll('login_failed', 'rate_limited', 'csrf_refused', 'keys_unavailable'),
      ...inSome(withStore, 'login_superseded', 'store_unavailable'),
      ...inSome(['hybrid'], 'revocations_stale', 'dpop_proof_invalid'),
    },
  },
  'POST /refresh': {
    id: 'refresh',
    summary: 'Refresh',
    about:
      'Trades a refresh token for two new tokens. With the cookie there is no body; with a body there is no cookie.',
    caller: 'refresher',
    takesProof: true,
    body: {
      type: 'application/json',
      schema: refreshBody,
      members: { refresh_token: 'The last refresh token of the session.' },
      isOptional: true,
    },
    answers: [tokens],
    groups: ['token', 'json'],
    refusals: {
      ...inAll(
        'session_revoked',
        'rate_limited',
        'credentials_ambiguous',
        'csrf_refused',
        'keys_unavailable',
      ),
      ...inSome(withStore, 'refresh_token_reused', 'store_unavailable'),
      ...inSome(['hybrid'], 'revocations_stale', 'dpop_proof_invalid'),
    },
  },
  'POST /token': {
    id: 'exchange',
    summary: 'Exchange a token',
    about:
      'Trades a user’s access token for one that opens the service behind the API, for seconds (RFC 8693). It is for the API service alone.',
    caller: 'exchanger',
    body: {
      type: 'application/x-www-form-urlencoded',
      schema: exchangeForm,
      members: {
        grant_type: 'That of a token exchange, `urn:ietf:params:oauth:grant-type:token-exchange`.',
        subject_token: 'The user’s access token.',
        subject_token_type: 'What kind of token that is.',
        audience: 'The service to open, by the value of `LEDGER_AUDIENCE`.',
      },
    },
    isTokenEndpoint: true,
    answers: [{ status: 200, text: 'The token.', bodies: ['InternalToken'], cacheControl: noStore }],
    groups: ['token', 'session'],
    refusals: inAll(
      'client_unknown',
      'exchange_invalid',
      'audience_unknown',
      'content_type_unsupported',
      'keys_unavailable',
    ),
  },
}

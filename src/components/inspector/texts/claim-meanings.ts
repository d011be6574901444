import type { Meanings } from './meanings.ts'
import { frontChannelLogout, openIdCore, rfc } from './sources.ts'

/** Claims about the token, the login and what it permits. */
export const claimMeanings: Meanings = {
  iss: { says: 'Who issued the token, as an address.', source: rfc(7519, '4.1.1') },
  sub: {
    says: 'Whom it is about: an id of the user or of the client, unique at this issuer.',
    source: rfc(7519, '4.1.2'),
  },
  aud: {
    says: 'Whom it is for. A service that does not find itself here refuses it.',
    source: rfc(7519, '4.1.3'),
  },
  exp: { says: 'From this second on it is no longer valid.', source: rfc(7519, '4.1.4') },
  nbf: { says: 'Before this second it is not yet valid.', source: rfc(7519, '4.1.5') },
  iat: { says: 'When it was issued.', source: rfc(7519, '4.1.6') },
  jti: {
    says: 'The id of this one token, for revoking it or noticing it a second time.',
    source: rfc(7519, '4.1.7'),
  },
  sid: {
    says: 'The session it belongs to. Ending that should end all its tokens.',
    source: frontChannelLogout,
  },
  client_id: { says: 'The application that the token was issued to.', source: rfc(8693, '4.3') },
  scope: {
    says: 'What the user let the application do, as words with spaces between them.',
    source: rfc(8693, '4.2'),
  },
  roles: {
    says: 'The roles of the user, as of the moment when it was issued.',
    source: rfc(9068, '2.2.3.1'),
  },
  groups: {
    says: 'The groups of the user, as of the moment when it was issued.',
    source: rfc(9068, '2.2.3.1'),
  },
  entitlements: {
    says: 'What the user may do, as of the moment when it was issued.',
    source: rfc(9068, '2.2.3.1'),
  },
  authorization_details: { says: 'What the user agreed to, in detail.', source: rfc(9396, '9.1') },
  act: {
    says: 'Who acts for the subject. Inside it there may be whoever acted before.',
    source: rfc(8693, '4.1'),
  },
  may_act: { says: 'Who may act for the subject.', source: rfc(8693, '4.4') },
  auth_time: { says: 'When the user last proved who they are.', source: openIdCore('2', 'IDToken') },
  acr: { says: 'How strong that proof was, as a name of a level.', source: openIdCore('2', 'IDToken') },
  amr: { says: 'How the user proved it: pwd, otp, hwk and the like.', source: rfc(8176, '2') },
  azp: { says: 'The application that the ID token was issued to.', source: openIdCore('2', 'IDToken') },
  nonce: {
    says: 'A random value that the client or the server sent before, and expects to see again.',
    source: openIdCore('2', 'IDToken'),
  },
  at_hash: {
    says: 'Half a hash of the access token that came along.',
    source: openIdCore('3.1.3.6', 'CodeIDToken'),
  },
  c_hash: {
    says: 'Half a hash of the code that came along.',
    source: openIdCore('3.3.2.11', 'HybridIDToken'),
  },
  cnf: {
    says: 'The key that its holder has to prove to have. Without that proof the token is of no use.',
    source: rfc(7800, '3.1'),
  },
  htm: { says: 'The HTTP method of the one request that the proof is made for.', source: rfc(9449, '4.2') },
  htu: { says: 'The address of the one request that the proof is made for.', source: rfc(9449, '4.2') },
  ath: { says: 'A hash of the access token that the proof goes with.', source: rfc(9449, '4.2') },
  events: {
    says: 'What happened: a logout, a changed password, a closed account.',
    source: rfc(8417, '2.2'),
  },
  txn: { says: 'An id that ties together all that belongs to one transaction.', source: rfc(8417, '2.2') },
  toe: { says: 'When the event happened.', source: rfc(8417, '2.2') },
  device: {
    says: 'The device that the session was opened on, as its user will recognise it.',
    source: { label: 'What the tokens of the starters say', href: '/reference/claims/' },
  },
}

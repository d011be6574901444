import type { claimRules } from '../rules/claims.ts'
import type { Advice } from './advice.ts'
import { rfc } from './sources.ts'

export const claimAdvice: Readonly<Record<keyof typeof claimRules, Advice>> = {
  'no-aud': {
    severity: 'problem',
    title: 'The token is for everybody',
    why: 'There is no aud. A service that receives it can use it at any other service that trusts the same issuer.',
    todo: 'Name one audience, and refuse tokens that do not name you.',
    source: rfc(8725, '3.9'),
  },
  'no-iss': {
    severity: 'warning',
    title: 'The token does not say who issued it',
    why: 'With a second issuer, such as a test system, its tokens cannot be told apart from these.',
    todo: 'Write iss, and tie each issuer to its own keys.',
    source: rfc(8725, '3.8'),
  },
  'no-sub': {
    severity: 'warning',
    title: 'The token is about nobody',
    why: 'There is no sub, so a service has to find out in another way whom the request is from.',
    todo: 'Write a stable id that is never given to somebody else. RFC 9068 requires it.',
    source: rfc(7519, '4.1.2'),
  },
  'no-jti': {
    severity: 'note',
    title: 'The token has no id',
    why: 'Without jti a single token cannot be revoked, found in a log, or recognised when it comes a second time.',
    todo: 'Write a random jti. RFC 9068 requires it.',
    source: rfc(7519, '4.1.7'),
  },
  'no-client': {
    severity: 'note',
    title: 'The access token does not name its client',
    why: 'RFC 9068 requires client_id, so that services can tell which application acts for the user. The starters have one client and leave it out.',
    todo: 'Write client_id where several applications get tokens.',
    source: rfc(9068, '2.2'),
  },
  'text-expected': {
    severity: 'problem',
    title: 'A claim has the wrong type',
    why: 'Names and ids are text and not empty; aud may be a list of them. A number or a list where text is expected is compared differently by every library.',
    todo: 'Write it as text, such as "42" instead of 42.',
    source: rfc(7519, '4.1'),
  },
  'aud-many': {
    severity: 'warning',
    title: 'Several services accept this token',
    why: 'Each of them can use it at the others, in the user’s name.',
    todo: 'Issue one token for one audience, or exchange it where one service calls the next.',
    source: rfc(9700, '2.3'),
  },
  'iss-http': {
    severity: 'warning',
    title: 'The issuer has no https address',
    why: 'Keys and metadata fetched from there can be replaced on the way.',
    todo: 'Use an https address outside of your own machine.',
    source: rfc(8414, '2'),
  },
  personal: {
    severity: 'note',
    title: 'There is personal data in it',
    why: 'A token is encoded, not encrypted: every client, proxy and log that sees it can read this.',
    todo: 'Leave it out of access tokens, and let services look up what they need.',
    source: rfc(9068, '6'),
  },
  'secret-inside': {
    severity: 'warning',
    title: 'A claim is named like a secret',
    why: 'Signed is not hidden: whoever sees the token reads it.',
    todo: 'Take it out. If it is a real secret, replace it.',
    source: rfc(7519, '12'),
  },
}

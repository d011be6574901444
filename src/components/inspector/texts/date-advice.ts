import type { dateRules } from '../rules/dates.ts'
import type { Advice } from './advice.ts'
import { rfc } from './sources.ts'

export const dateAdvice: Readonly<Record<keyof typeof dateRules, Advice>> = {
  'no-exp': {
    severity: 'problem',
    title: 'The token never expires',
    why: 'There is no exp. Many libraries accept that, and then a token that leaks once works for ever.',
    todo: 'Write exp, and make verifiers require it: libraries check it only when it is there.',
    source: rfc(9068, '2.2'),
  },
  'no-iat': {
    severity: 'warning',
    title: 'The token does not say when it was issued',
    why: 'Without iat nobody can refuse what was issued before a password change, or tell how long a token lives.',
    todo: 'Write iat.',
    source: rfc(7519, '4.1.6'),
  },
  expired: {
    severity: 'problem',
    title: 'The token has expired',
    why: 'exp is in the past, so every verifier has to refuse it.',
    todo: 'Refresh it or log in again. If that was a moment ago, compare the clocks of issuer and service.',
    source: rfc(7519, '4.1.4'),
  },
  'not-yet': {
    severity: 'problem',
    title: 'The token is not valid yet',
    why: 'nbf is in the future.',
    todo: 'Wait, or compare the clocks: a few seconds of tolerance are usual.',
    source: rfc(7519, '4.1.5'),
  },
  'issued-later': {
    severity: 'problem',
    title: 'The token comes from the future',
    why: 'iat is later than this machine’s time. Either a clock is wrong or somebody wrote the date by hand.',
    todo: 'Compare the clocks. The starters refuse such a token.',
    source: rfc(7519, '4.1.6'),
  },
  'ends-first': {
    severity: 'problem',
    title: 'The token ends before it begins',
    why: 'exp is not later than iat or nbf, so there is no moment at which it is valid.',
    todo: 'Look at how the issuer adds a lifetime to a date.',
    source: rfc(7519, '4.1.4'),
  },
  'long-life': {
    severity: 'warning',
    title: 'The token lives long',
    why: 'A stolen bearer token works until exp. One hour or less is what RFC 6750 asks for; the starters give five minutes, and refuse an access token of more than an hour.',
    todo: 'Shorten it and let clients refresh.',
    source: rfc(6750, '5.3'),
  },
  'date-text': {
    severity: 'problem',
    title: 'A date is text',
    why: 'JWT dates are numbers. Some verifiers refuse text, some compare it wrongly and let the token through.',
    todo: 'Write whole seconds since 1970 as a number.',
    source: rfc(7519, '2'),
  },
  'date-milliseconds': {
    severity: 'problem',
    title: 'A date is in milliseconds',
    why: 'JWT dates are in seconds. Read as such, this one lies tens of thousands of years ahead: as exp, it never comes. Date.now() in the issuer’s code is the usual reason.',
    todo: 'Divide by 1000 and round down.',
    source: rfc(7519, '2'),
  },
  'date-fraction': {
    severity: 'note',
    title: 'A date is not a whole number',
    why: 'The RFC allows fractions of a second, but several libraries, and the starters, do not.',
    todo: 'Round down.',
    source: rfc(7519, '2'),
  },
  'date-wrong': {
    severity: 'problem',
    title: 'A date is no date',
    why: 'It is no number, or one outside of the years 1970 to 9999.',
    todo: 'Write whole seconds since 1970 as a number.',
    source: rfc(7519, '2'),
  },
}

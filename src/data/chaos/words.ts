import { type AuthErrorCode, errorMeanings } from '../../../examples/hybrid/src/errors.ts'
import type { Row } from './matrix.ts'
import { requests, type Word } from './observation.ts'

/** What several routes answer. */
export interface SharedAnswer {
  readonly answer: string
  readonly routes: readonly string[]
}

/** `200`, or status and code of the refusal. */
export const answerOf = (word: Word): string =>
  word === 'ok' ? '200' : `${errorMeanings[word as AuthErrorCode].status} ${word}`

/** The answers while it lasted, and which routes gave them. One answer for all is that of `every route`. */
export function answers({ during }: Row): readonly SharedAnswer[] {
  const routes = requests.filter((request) => request !== 'ended token')
  const shared = [...Map.groupBy(routes, (route) => during[route])]
  return shared.map(([word, group]) => ({
    answer: answerOf(word),
    routes: shared.length === 1 ? ['every route'] : group,
  }))
}

export interface Loss {
  readonly text: string
  /** Something is open that was to be closed. */
  readonly isUnsafe: boolean
}

/** What was gone for good, in words. */
export function losses({ strategy, after }: Row): readonly Loss[] {
  if (strategy === 'stateless') return [{ text: 'Nothing: none of it is kept', isUnsafe: false }]
  const { session, lastSession, endedSession, endedToken, endedTokenAtNewInstance, endedEverywhere } = after
  const found: Loss[] = []
  if (session !== 'ok') found.push({ text: 'Sessions: everybody logs in again', isUnsafe: false })
  else if (lastSession !== 'ok') found.push({ text: 'The last logins', isUnsafe: false })
  if ([endedSession, endedToken, endedTokenAtNewInstance, endedEverywhere].includes('ok'))
    found.push({ text: 'The last revocations: what was ended works again', isUnsafe: true })
  return found.length > 0 ? found : [{ text: 'Nothing', isUnsafe: false }]
}

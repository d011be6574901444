import type { StarterName } from '../../starters/starter-names.ts'
import { advise } from '../wizard/advice.ts'
import { envFile, envFileWithSecret } from '../wizard/env-file.ts'
import { hasAnswers, readAnswers } from '../wizard/questions.ts'

/** Settings that came along from the wizard. */
export interface Carried {
  /** To be shown: without secrets. */
  readonly shown: string
  /** To be written into a starter: with a secret of its own, if it needs one. */
  readonly make: () => string
}

/**
 * The settings for the answers in a link. A link carries answers and never settings: whoever writes one could
 * put anything into a `.env`, and Node takes options from there.
 *
 * @returns undefined when the link has no answers, or they do not lead to this starter
 */
export function carriedBy(search: string, name: StarterName): Carried | undefined {
  const query = new URLSearchParams(search)
  const answers = readAnswers(query)
  const advice = advise(answers)
  if (!hasAnswers(query) || advice.strategy !== name) return undefined
  return { shown: envFile(advice, answers), make: () => envFileWithSecret(advice, answers) }
}

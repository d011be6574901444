import { useEffect, useState } from 'preact/hooks'
import {
  type Answers,
  defaultAnswers,
  type QuestionId,
  queryOf,
  readAnswers,
  withAnswer,
} from './questions.ts'

const inLink = () => readAnswers(new URLSearchParams(location.search))

/** The answers, kept in the page's address, so that a link, a reload and the way back bring them along. */
export function useAnswers() {
  const [answers, setAnswers] = useState<Answers>(defaultAnswers)
  useEffect(() => {
    const follow = () => setAnswers(inLink())
    follow()
    addEventListener('popstate', follow)
    return () => removeEventListener('popstate', follow)
  }, [])
  const change = (id: QuestionId, value: string) => {
    const next = withAnswer(answers, id, value)
    setAnswers(next)
    // In place: seven questions are not seven steps to go back.
    history.replaceState(history.state, '', `?${queryOf(next)}${location.hash}`)
  }
  return [answers, change] as const
}

export const linkTo = (answers: Answers): string =>
  new URL(`${location.pathname}?${queryOf(answers)}`, location.href).href

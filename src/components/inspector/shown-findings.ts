import type { Finding } from './findings.ts'
import type { Place } from './rules/rule.ts'
import type { AllAdvice } from './texts/advice.ts'

const severities = ['problem', 'warning', 'note'] as const

/** The worst first; within one severity as the rules go through the token. */
export const sorted = (findings: readonly Finding[], advice: AllAdvice): readonly Finding[] =>
  severities.flatMap((severity) => findings.filter(({ id }) => advice[id].severity === severity))

/** How many of each there are: `1 problem, 2 notes`. */
export function countText(findings: readonly Finding[], advice: AllAdvice): string {
  const texts = severities.flatMap((severity) => {
    const count = findings.filter(({ id }) => advice[id].severity === severity).length
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`]
  })
  return texts.join(', ') || 'nothing'
}

/** The findings about one member. */
export const findingsAt = (findings: readonly Finding[], part: Place['part'], member: string) =>
  findings.filter(({ places }) => places.some((place) => place.part === part && place.member === member))

/** A place in words: `header, kid: asks for b64`. */
export function placeText({ part, member, detail }: Place): string {
  const where = member === undefined ? part : `${part}, ${member}`
  return detail === undefined ? where : `${where}: ${detail}`
}

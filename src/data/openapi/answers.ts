import type { AuthErrorCode } from '../../../examples/hybrid/src/errors.ts'
import type { StrategyName } from '../../components/strategies.ts'
import { cacheHeader, cookieHeader, sharedHeader, sharedHeaders } from './headers.ts'
import { ageHeader } from './observed.ts'
import { type Answer, type HeaderUse, refTo } from './openapi.ts'
import type { Described, GoodAnswer } from './operations/operation.ts'
import { refusalsOf } from './operations.ts'
import { problemAnswer, problemOf } from './problems.ts'

/** Whether the services that have a route tell how old their knowledge of revocations is. */
export type TellsAge = 'all' | 'some' | 'none'

/** Every answer of a route in one strategy, by status. */
export function answersOf(
  route: string,
  described: Described,
  strategy: StrategyName,
  tellsAge: TellsAge,
): Readonly<Record<string, Answer>> {
  const good = described.answers
    .filter(({ strategies = [strategy] }) => strategies.includes(strategy))
    .map((answer) => [String(answer.status), goodAnswer(answer)] as const)
  const all = [...good, ...refusedAnswers(route, described, strategy)]
  return Object.fromEntries(all.map(([status, answer]) => [status, withAge(status, answer, tellsAge)]))
}

function goodAnswer({ text, type = 'application/json', bodies, ...rest }: GoodAnswer): Answer {
  const [first, ...others] = bodies.map(refTo)
  const schema = others.length > 0 ? { oneOf: [first, ...others] } : (first ?? {})
  return { description: text, headers: goodHeaders(rest), content: { [type]: { schema } } }
}

function goodHeaders({
  cacheControl,
  setsCookies,
}: Pick<GoodAnswer, 'cacheControl' | 'setsCookies'>): Record<string, HeaderUse> {
  return {
    ...(cacheControl && { 'Cache-Control': cacheHeader(cacheControl) }),
    ...(setsCookies && { 'Set-Cookie': cookieHeader(setsCookies === 'always') }),
  }
}

function refusedAnswers(route: string, described: Described, strategy: StrategyName) {
  const refusals = refusalsOf(route, described)
  const codes = (Object.keys(refusals) as AuthErrorCode[]).filter((code) =>
    refusals[code]?.includes(strategy),
  )
  const atTokenEndpoint = described.isTokenEndpoint === true
  const byStatus = Object.groupBy(
    codes.map((code) => problemOf(code, { atTokenEndpoint })),
    ({ status }) => status,
  )
  return Object.entries(byStatus).map(([status, problems = []]) => [status, problemAnswer(problems)] as const)
}

/** A body that is too large is refused before anything is looked at, and so without an age. */
function withAge(status: string, answer: Answer, tellsAge: TellsAge): Answer {
  if (tellsAge === 'none' || status === '413') return answer
  const age =
    tellsAge === 'all' ? sharedHeader('RevocationAge') : { ...sharedHeaders.RevocationAge, required: false }
  return { ...answer, headers: { ...answer.headers, [ageHeader]: age } }
}

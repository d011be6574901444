import { type AuthErrorCode, errorMeanings } from '../../../examples/hybrid/src/errors.ts'
import { type StrategyName, strategyNames } from '../../components/strategies.ts'
import { openapiOf } from './document.ts'
import type { Answer, Method, OpenApi, Operation, Schema } from './openapi.ts'
import type { Described } from './operations/operation.ts'
import { operationOf } from './operations.ts'
import { problemOf } from './problems.ts'
import { type RefusalGroup, type Refusals, refusalGroups } from './refusals.ts'

// The three documents side by side, as the page shows them.

export interface Route {
  readonly operation: Operation
  readonly described: Described
  /** Those that ever do what was asked. */
  readonly strategies: readonly StrategyName[]
  readonly body:
    | { readonly type: string; readonly isRequired: boolean; readonly members: Member[] }
    | undefined
  readonly good: readonly GoodRow[]
  readonly refused: readonly RefusedRow[]
  readonly groups: readonly RefusalGroup[]
}

export interface Member {
  readonly name: string
  readonly isRequired: boolean
  readonly limits: string
  readonly about: string
}

export interface GoodRow {
  readonly status: number
  readonly text: string
  readonly headers: readonly string[]
  /** The members of one body, or of one of several. */
  readonly bodies: readonly (readonly string[])[]
}

export interface RefusedRow {
  readonly status: number
  readonly code: AuthErrorCode
  readonly title: string
  readonly headers: readonly string[]
  readonly strategies: readonly StrategyName[]
}

/** @param route method and pattern, such as `DELETE /sessions/:sid` */
export async function readRoute(route: string): Promise<Route> {
  const described = operationOf(route)
  const names = await Promise.all(
    strategyNames.map(async (name) => ({ name, document: await openapiOf(name) })),
  )
  const isGood = ({ document }: (typeof names)[number]) =>
    Object.keys(operationIn(document, route).responses).some((status) => status < '300')
  // The hybrid knows all that the others know, and bound tokens besides.
  const document = await openapiOf('hybrid')
  const operation = operationIn(document, route)
  const { groups = [], refusals = {}, isTokenEndpoint = false } = described
  return {
    ...{ operation, described, groups },
    strategies: names.filter(isGood).map(({ name }) => name),
    body: bodyOf(operation),
    good: goodRows(operation, described, document),
    refused: refusedRows(refusals, isTokenEndpoint),
  }
}

function operationIn({ paths }: OpenApi, route: string): Operation {
  const [method = '', pattern = ''] = route.split(' ')
  const operation = paths[pattern.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase() as Method]
  if (!operation) throw new Error(`No service has ${route}`)
  return operation
}

function bodyOf({ requestBody }: Operation): Route['body'] {
  const [content] = Object.entries(requestBody?.content ?? {})
  if (!requestBody || !content) return undefined
  const [type, { schema }] = content
  const members = Object.entries(schema.properties ?? {}).map(([name, member]) => ({
    ...{ name, about: member.description ?? '', limits: limitsOf(member) },
    isRequired: schema.required?.includes(name) ?? false,
  }))
  return { type, members, isRequired: requestBody.required }
}

/** The limits of a member in words. What stands in backticks is code. */
function limitsOf({
  type,
  minLength,
  maxLength,
  minimum,
  maximum,
  enum: words,
  const: only,
  ...rest
}: Schema) {
  if (only !== undefined) return `\`${only}\``
  const fallback = rest.default === undefined ? '' : `, else \`${rest.default}\``
  if (words) return words.map((word) => `\`${word}\``).join(' or ') + fallback
  if (type === 'integer') return `whole number from ${minimum} to ${maximum}`
  if (maxLength === undefined) return minLength ? 'text, not empty' : 'text'
  return `text of ${minLength} to ${maxLength} characters${fallback}`
}

function goodRows({ responses }: Operation, { answers }: Described, { components }: OpenApi): GoodRow[] {
  return answers.map(({ status, text, bodies }) => ({
    ...{ status, text },
    headers: headersOf(responses[status]),
    bodies: bodies.map((name) => memberNames(components.schemas[name] ?? {})),
  }))
}

/** Those that not every answer has. */
const headersOf = (answer: Answer | undefined): string[] =>
  Object.entries(answer?.headers ?? {}).flatMap(([name, use]) => {
    if (name === 'Set-Cookie') return [name]
    return name === 'Cache-Control' && !('$ref' in use) ? [`${name}: public`] : []
  })

/** Such as `sid`, or `sessions[].sid` where there are many. */
const memberNames = ({ properties = {} }: Schema): string[] =>
  Object.entries(properties).flatMap(([name, { items, properties: inner }]) => {
    const below = (inner ?? (items as Schema | undefined)?.properties) as Schema['properties']
    const path = items ? `${name}[]` : name
    return below ? Object.keys(below).map((member) => `${path}.${member}`) : [path]
  })

function refusedRows(refusals: Refusals, atTokenEndpoint: boolean): RefusedRow[] {
  return (Object.keys(refusals) as AuthErrorCode[])
    .map((code) => rowOf(code, refusals[code] ?? [], atTokenEndpoint))
    .sort((a, b) => a.status - b.status)
}

function rowOf(
  code: AuthErrorCode,
  strategies: readonly StrategyName[],
  atTokenEndpoint = false,
): RefusedRow {
  const { status, headers } = problemOf(code, { atTokenEndpoint })
  const own = ['WWW-Authenticate', 'Retry-After'].filter((name) => headers.has(name))
  return { ...{ status, code, strategies, headers: own }, title: errorMeanings[code].title }
}

/** What a group of refusals holds. */
export const groupRows = (group: RefusalGroup): RefusedRow[] => refusedRows(refusalGroups[group], false)

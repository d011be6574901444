import type { Described } from './operations/operation.ts'
import { probeOperations } from './operations/probes.ts'
import { serviceOperations } from './operations/services.ts'
import { sessionOperations } from './operations/sessions.ts'
import { tokenOperations } from './operations/tokens.ts'
import { everywhere, type Refusals, refusalGroups, withBody } from './refusals.ts'

/** Everything that is described, by method and pattern. */
export const operations: Readonly<Record<string, Described>> = {
  ...tokenOperations,
  ...sessionOperations,
  ...serviceOperations,
  ...probeOperations,
}

/** @throws when nobody has described it, so that the build stops */
export function operationOf(route: string): Described {
  const described = operations[route]
  if (!described) throw new Error(`${route} is not described in src/data/openapi/operations`)
  return described
}

/** All refusals of a route: those of its groups, its own, and those that any route has. */
export const refusalsOf = (route: string, { groups = [], refusals = {} }: Described): Refusals => ({
  ...Object.assign({}, ...groups.map((name) => refusalGroups[name])),
  ...(route.startsWith('GET ') ? {} : withBody),
  ...refusals,
  ...everywhere,
})

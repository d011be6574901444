import * as v from 'valibot'

/** A setting as its starter reads it: from the schema that checks it, and the comment in there. */
export interface Setting {
  readonly name: string
  /** What stands in backticks is code. */
  readonly about: string
  /** Undefined where it is unset by default. */
  readonly fallback: string | undefined
  readonly unit: 'seconds' | 'milliseconds' | undefined
  /** What is said when it is wrong, behind `must`. Undefined where any text will do. */
  readonly must: string | undefined
}

export type Comments = ReadonlyMap<string, string>

/** The comment right above each member of a schema, as one line. */
export function commentsIn(source: string): Comments {
  const commented = source.matchAll(/\/\*\*((?:(?!\*\/).)*)\*\/\s*([A-Z][A-Z0-9_]*):/gs)
  return new Map(
    Array.from(commented, ([, text = '', name = '']) => [name, text.replace(/\s*\n\s*\* ?/g, ' ').trim()]),
  )
}

/** @throws when nobody has said what it is for, so that the build stops */
export function describeSetting(name: string, schema: v.GenericSchema, comments: Comments): Setting {
  const about = comments.get(name)
  if (about === undefined) throw new Error(`${name} has no comment above it in its schema in examples/shared`)
  const fallback = v.getDefault(schema)
  // Nothing is no value for whatever asks for something.
  const [issue] = v.safeParse(schema, '').issues ?? []
  return {
    ...{ name, about, unit: unitOf(name), must: issue && withoutMust(issue.message) },
    fallback: fallback === undefined ? undefined : String(fallback),
  }
}

export const withoutMust = (expectation: string): string => expectation.replace(/^must /, '')

const unitOf = (name: string): Setting['unit'] =>
  name.endsWith('_SECONDS') ? 'seconds' : name.endsWith('_MS') ? 'milliseconds' : undefined

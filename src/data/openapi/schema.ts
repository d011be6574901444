import { toJsonSchema } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'
import type { Schema } from './openapi.ts'

/** A valibot schema as JSON Schema: what may be sent, so before defaults are filled in. */
export function schemaOf(schema: GenericSchema): Schema {
  // Blanks around a text are cut off, which no JSON Schema can say.
  const { $schema: _, ...rest } = toJsonSchema(schema, { typeMode: 'input', ignoreActions: ['trim'] })
  return rest as object as Schema
}

/** @throws when a member is not described, or a description has no member, so that the build stops */
export function describedSchema(schema: GenericSchema, texts: Readonly<Record<string, string>>): Schema {
  const { properties = {}, ...rest } = schemaOf(schema)
  const [members, described] = [properties, texts].map((record) => Object.keys(record).sort().join(', '))
  if (members !== described) throw new Error(`The members ${members} are described as ${described}`)
  const withTexts = Object.entries(properties).map(
    ([name, member]) => [name, { description: texts[name] ?? '', ...member }] as const,
  )
  return { ...rest, properties: Object.fromEntries(withTexts) }
}

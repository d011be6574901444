/** The part of OpenAPI 3.1 that these documents use. @see https://spec.openapis.org/oas/v3.1.1.html */
export interface OpenApi {
  readonly openapi: '3.1.1'
  readonly info: object
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly paths: Readonly<Record<string, PathItem>>
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>
    readonly headers: Readonly<Record<string, Header>>
    readonly securitySchemes: Readonly<Record<string, object>>
  }
  /** What every answer has besides: OpenAPI has no place for it. */
  readonly 'x-headers-of-every-answer': Readonly<Record<string, string>>
}

export type Method = 'get' | 'post' | 'delete'

export type PathItem = { readonly servers: readonly Server[] } & {
  readonly [method in Method]?: Operation
}

export interface Server {
  readonly url: string
  readonly description: string
}

export interface Operation {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly description: string
  readonly security: readonly SecurityRequirement[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly required: boolean; readonly content: Content }
  readonly responses: Readonly<Record<string, Answer>>
}

/** By scheme the roles that are asked for. One of several is enough; an empty one asks for nothing. */
export type SecurityRequirement = Readonly<Record<string, readonly string[]>>

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'header'
  readonly required: boolean
  readonly description: string
  readonly schema: Schema
}

export interface Answer {
  readonly description: string
  readonly headers: Readonly<Record<string, HeaderUse>>
  readonly content: Content
}

export interface Header {
  readonly description: string
  readonly required: boolean
  readonly schema: Schema
}

/** A header, or the name of a shared one. */
export type HeaderUse = Header | { readonly $ref: string }

export type Content = Readonly<Record<string, { readonly schema: Schema }>>

/** JSON Schema 2020-12, as far as it is looked at here. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly description?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly default?: unknown
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly pattern?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly [keyword: string]: unknown
}

export const refTo = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` })

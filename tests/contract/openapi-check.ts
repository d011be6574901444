import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { expect } from 'vitest'
import type { ServiceName } from '../../src/data/openapi/observed.ts'
import type { Answer, Header, HeaderUse, OpenApi, Operation, Schema } from '../../src/data/openapi/openapi.ts'
import type { Service, System } from '../kit/systems.ts'

/** An operation as a test asks it. */
export interface Asked {
  /** Such as `DELETE /sessions/{sid}`. */
  readonly name: string
  readonly services: readonly string[]
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

export const operationsOf = ({ paths }: OpenApi): Asked[] =>
  Object.entries(paths).flatMap(([path, { servers, ...methods }]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...{ path, operation, method: method.toUpperCase(), name: `${method.toUpperCase()} ${path}` },
      services: servers.map(({ description }) => description),
    })),
  )

/** What can come, such as `POST /login login_failed`, or by its status where there is no code. */
export const namedAnswers = (document: OpenApi): string[] =>
  operationsOf(document).flatMap(({ name, operation }) =>
    Object.entries(operation.responses).flatMap(([status, answer]) => {
      const codes = Object.values(answer.content).flatMap(({ schema }) => codesOf(schema))
      return (codes.length > 0 ? codes : [status]).map((word) => `${name} ${word}`)
    }),
  )

function codesOf({ allOf }: Schema): string[] {
  const [, narrowed] = (allOf ?? []) as Schema[]
  return (narrowed?.properties?.code?.enum ?? []) as string[]
}

/** Holds every answer of a system against a document, and remembers which it has seen. */
export interface Checker {
  readonly seen: Set<string>
  watch(system: System): System
}

export function createChecker(document: OpenApi): Checker {
  const seen = new Set<string>()
  const operations = operationsOf(document)
  const ajv = new Ajv2020({ strict: false, formats: { 'date-time': isTime } })
  const validators = new Map<Schema, ValidateFunction>()

  function validate(schema: Schema, value: unknown, what: string): void {
    const validator = validators.get(schema) ?? ajv.compile({ ...schema, components: document.components })
    validators.set(schema, validator)
    expect([what, validator(value), validator.errors]).toEqual([what, true, null])
  }

  const headerOf = (use: HeaderUse): Header | undefined =>
    '$ref' in use ? document.components.headers[use.$ref.split('/').at(-1) ?? ''] : use

  function checkHeaders({ headers }: Response, answer: Answer, what: string): void {
    const common = document['x-headers-of-every-answer']
    expect(Object.fromEntries(headers)).toMatchObject(common)
    const known = Object.entries(answer.headers).map(([name, use]) => {
      const header = headerOf(use)
      const values = name === 'Set-Cookie' ? headers.getSetCookie() : [headers.get(name) ?? []].flat()
      if (header?.required) expect([what, name, values.length > 0]).toEqual([what, name, true])
      for (const value of values) {
        const isNumber = header?.schema.type === 'integer'
        validate(header?.schema ?? {}, isNumber ? Number(value) : value, `${what}: ${name}`)
      }
      return name.toLowerCase()
    })
    const others = [...headers.keys()].filter((name) => !(name in common) && !known.includes(name))
    expect([what, others.filter((name) => !ofTheTransport.test(name))]).toEqual([what, []])
  }

  async function check(service: ServiceName, method: string, path: string, response: Response) {
    const asked = operations.find((one) => one.services.includes(service) && isFor(one, method, path))
    if (!asked) return expect([method, path, response.status]).toEqual([method, path, 404])
    const { code } = await response
      .clone()
      .json()
      .catch(() => ({}))
    const what = `${asked.name} ${code ?? response.status}`
    const answer = asked.operation.responses[response.status]
    expect([what, answer !== undefined]).toEqual([what, true])
    const type = (response.headers.get('content-type') ?? '').split(';', 1).join()
    const content = answer?.content[type]
    expect([what, type, content !== undefined]).toEqual([what, type, true])
    const text = await response.text()
    validate(content?.schema ?? {}, type.includes('json') ? JSON.parse(text) : text, what)
    if (answer) checkHeaders(response, answer, what)
    seen.add(what)
  }

  const watchService = (name: ServiceName, service: Service): Service => ({
    ...service,
    app: {
      ...service.app,
      async request(path, init) {
        const response = await service.app.request(path, init)
        await check(name, init?.method ?? 'GET', path, response.clone() as Response)
        return response
      },
    },
  })

  return {
    seen,
    watch: ({ issuer, api, otherApi, ledger, ...system }) => ({
      ...system,
      issuer: watchService('issuer', issuer),
      api: watchService('api', api),
      otherApi: watchService('api', otherApi),
      ledger: watchService('ledger', ledger),
    }),
  }
}

/** What the way over the network adds, and says of it. */
const ofTheTransport = /^(content-type|content-length|connection)$/

const isTime = (text: string) => !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text

const isFor = (asked: Asked, method: string, path: string): boolean =>
  asked.method === method && new RegExp(`^${asked.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path)

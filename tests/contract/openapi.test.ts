import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { beforeAll, describe, expect, test } from 'vitest'
import { openapiOf } from '../../src/data/openapi/document.ts'
import type { OpenApi } from '../../src/data/openapi/openapi.ts'
import { operations } from '../../src/data/openapi/operations.ts'
import { starters } from '../kit/services.ts'
import { allStrategies } from '../kit/strategies.ts'
import { operationsOf } from './openapi-check.ts'

const serviceNames = ['issuer', 'api', 'ledger'] as const

describe.each(allStrategies)('the document of %s', (strategy) => {
  let document: OpenApi
  beforeAll(async () => {
    document = await openapiOf(strategy)
  })

  test('is valid OpenAPI 3.1', async () => {
    const validator = new Validator()
    expect(await validator.validate(JSON.parse(JSON.stringify(document)))).toEqual({ valid: true })
    expect(validator.version).toBe('3.1')
  })

  test('has every route of every service, and nothing more', async () => {
    const documented = serviceNames.map((name) =>
      operationsOf(document)
        .filter(({ services }) => services.includes(name))
        .map((asked) => asked.name.replace(/\{(\w+)\}/g, ':$1'))
        .sort(),
    )
    expect(documented).toEqual(await Promise.all(serviceNames.map(routesOf)))
  })

  test('describes nothing that is not there, and names each operation once', () => {
    const asked = operationsOf(document)
    expect(asked.map(({ name }) => name.replace(/\{(\w+)\}/g, ':$1')).sort()).toEqual(
      Object.keys(operations).sort(),
    )
    expect(new Set(asked.map(({ operation }) => operation.operationId)).size).toBe(asked.length)
  })

  /** What a service of this starter answers to, from the app itself. */
  async function routesOf(name: (typeof serviceNames)[number]): Promise<string[]> {
    const around = { fetch: () => Promise.reject(new TypeError('fetch failed')) }
    const { app, close } = await starters[strategy][name]({}, { ...around, wrapUsers: (users) => users })
    await close()
    const { routes } = app as unknown as { routes: { method: string; path: string }[] }
    const named = routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path}`)
    return [...new Set(named)].sort()
  }
})

test('the page shows every route once', () => {
  const page = readFileSync('src/content/docs/reference/http.mdx', 'utf8')
  const shown = Array.from(
    page.matchAll(/^### `(.+)`\n\n<HttpRoute route="(.+)" \/>$/gm),
    ([, ...both]) => both,
  )
  expect(shown.map(([heading]) => heading)).toEqual(shown.map(([, route]) => route))
  expect(shown.map(([heading]) => heading).sort()).toEqual(Object.keys(operations).sort())
})

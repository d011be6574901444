import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openapiOf } from '../../src/data/openapi/document.ts'
import type { Schema } from '../../src/data/openapi/openapi.ts'
import { ask, newSession } from '../kit/client.ts'
import { allStrategies } from '../kit/strategies.ts'
import { openSystem, type System } from '../kit/systems.ts'
import { asJson } from './cookie-client.ts'
import { exchange, exchangeSecret } from './exchange-client.ts'
import { operationsOf } from './openapi-check.ts'
import { goodBodies, serviceOf } from './openapi-requests.ts'

/** What stands at a limit, what is just or far beyond it, and what is of another kind. */
function candidatesFor({ maxLength = 9, minimum = 0, maximum = 0, enum: words = [] }: Schema): unknown[] {
  const texts = ['', 'x', 'x'.repeat(maxLength), 'x'.repeat(maxLength + 1), 'x'.repeat(5_000), ...words]
  const numbers = [minimum - 1, minimum, maximum, maximum + 1, minimum + 0.5, -1e6, 1e6]
  return [undefined, null, true, [], {}, ...texts, ...numbers]
}

describe.each(allStrategies)('%s', (strategy) => {
  test('takes a body exactly when the document says so', async () => {
    const document = await openapiOf(strategy)
    const system = await openSystem(strategy, undefined, { env: { EXCHANGE_SECRET: exchangeSecret } })
    onTestFinished(() => system.close())
    const tokens = await tokensOf(system)
    const ajv = new Ajv2020({ strict: false })
    for (const asked of operationsOf(document).filter(({ name }) => goodBodies[name])) {
      const schema = asked.operation.requestBody?.content['application/json']?.schema ?? {}
      const takes = ajv.compile(schema)
      for (const [member, limits] of Object.entries(schema.properties ?? {}))
        for (const value of candidatesFor(limits)) {
          const body = JSON.stringify({ ...goodBodies[asked.name], [member]: value })
          const headers = { ...asJson, ...tokens[asked.services[0] ?? ''] }
          const { code } = await ask(serviceOf(system, asked), asked.method, asked.path, { headers, body })
          const expected = takes(JSON.parse(body))
          expect([asked.name, member, value, code !== 'body_invalid']).toEqual([
            asked.name,
            member,
            value,
            expected,
          ])
        }
    }
  })
})

/** What opens the API and the ledger. The issuer is asked without. */
async function tokensOf(system: System): Promise<Readonly<Record<string, Record<string, string>>>> {
  const { access } = await newSession(system)
  const internal = (await exchange(system, access)).body.access_token
  return { api: { authorization: `Bearer ${access}` }, ledger: { authorization: `Bearer ${internal}` } }
}

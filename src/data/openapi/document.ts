import { version } from '../../../package.json'
import { type StrategyName, strategies } from '../../components/strategies.ts'
import { answersOf } from './answers.ts'
import { bodiesOf } from './bodies.ts'
import { sharedHeaders } from './headers.ts'
import { type Observed, observe, type ServiceName, serviceNames } from './observed.ts'
import type { Header, Method, OpenApi, Operation, Parameter, PathItem } from './openapi.ts'
import type { Described } from './operations/operation.ts'
import { operationOf } from './operations.ts'
import { problemSchemas } from './problems.ts'
import { describedSchema, schemaOf } from './schema.ts'
import { schemesOf, securityOf } from './security.ts'

const serviceTexts: Readonly<Record<ServiceName, string>> = {
  issuer: 'The one service that signs: login, refresh, sessions, internal tokens and the public keys.',
  api: 'A service that only verifies.',
  ledger: 'A service behind the API. It takes tokens that were exchanged for it.',
}

const made = new Map<StrategyName, Promise<OpenApi>>()

/** What a starter says over HTTP, as OpenAPI, made once from its running services. */
export function openapiOf(name: StrategyName): Promise<OpenApi> {
  const document = made.get(name) ?? observe(name).then((observed) => documentOf(name, observed))
  made.set(name, document)
  return document
}

function documentOf(name: StrategyName, observed: Observed): OpenApi {
  const { takesDpop, services } = observed
  const bodies = Object.entries(bodiesOf(observed)).map(([body, schema]) => [body, schemaOf(schema)])
  return {
    openapi: '3.1.1',
    info: {
      title: `JWT Strategies: ${strategies[name].title}`,
      summary: strategies[name].idea,
      description:
        'Every answer also has the headers of `x-headers-of-every-answer`. What is not here is answered with 404 and `not_found`.',
      version,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    tags: serviceNames.map((service) => ({ name: service, description: serviceTexts[service] })),
    paths: pathsOf(name, observed),
    components: {
      schemas: { ...Object.fromEntries(bodies), ...problemSchemas },
      headers: headersOf(observed),
      securitySchemes: schemesOf(takesDpop),
    },
    'x-headers-of-every-answer': services.issuer.headersOfEveryAnswer,
  }
}

/** The age is one of them only where it is told. */
function headersOf({ services }: Observed): Record<string, Header> {
  const { RevocationAge, ...others } = sharedHeaders
  return services.issuer.tellsAge ? { ...others, RevocationAge } : others
}

function pathsOf(name: StrategyName, observed: Observed): Record<string, PathItem> {
  const paths: Record<string, PathItem> = {}
  for (const route of new Set(serviceNames.flatMap((service) => observed.services[service].routes))) {
    const [method = '', pattern = ''] = route.split(' ')
    const path = pattern.replace(/:(\w+)/g, '{$1}')
    const owners = serviceNames.filter((service) => observed.services[service].routes.includes(route))
    const servers = owners.map((service) => ({ url: observed.services[service].url, description: service }))
    const operation = operationFor(route, owners, name, observed)
    paths[path] = { ...paths[path], servers, [method.toLowerCase() as Method]: operation }
  }
  return paths
}

function operationFor(
  route: string,
  owners: readonly ServiceName[],
  name: StrategyName,
  { services, takesDpop }: Observed,
): Operation {
  const described = operationOf(route)
  const telling = owners.filter((service) => services[service].tellsAge).length
  const tellsAge = telling === 0 ? 'none' : telling === owners.length ? 'all' : 'some'
  return {
    operationId: described.id,
    tags: owners,
    summary: described.summary,
    description: described.about,
    security: securityOf(described, takesDpop),
    parameters: parametersOf(described, takesDpop),
    ...requestOf(described),
    responses: answersOf(route, described, name, tellsAge),
  }
}

function parametersOf({ path = {}, caller, takesProof }: Described, takesDpop: boolean): Parameter[] {
  const inPath = Object.entries(path).map(
    ([name, description]): Parameter => ({
      ...{ name, description, in: 'path', required: true, schema: { type: 'string' } },
    }),
  )
  if (!takesDpop || !(takesProof || caller === 'user')) return inPath
  const description = takesProof
    ? 'A proof that binds the session to a key, and with each refresh shows it again (RFC 9449).'
    : 'The proof that belongs to a token that is bound to a key (RFC 9449).'
  return [...inPath, { name: 'DPoP', description, in: 'header', required: false, schema: { type: 'string' } }]
}

function requestOf({ body }: Described): Pick<Operation, 'requestBody'> {
  if (!body) return {}
  const schema = describedSchema(body.schema, body.members)
  return { requestBody: { required: !body.isOptional, content: { [body.type]: { schema } } } }
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { type ComposeService, readCompose, readTree } from '../kit/compose/model.ts'
import { folderOf, packagesIn, root, starters } from '../kit/starter-folders.ts'
import { settingsIn, stacks } from './compose-settings.ts'

// What the files promise, without running them. dclint brings the schema of the Compose Specification.

const { $schema: _, ...schema } = JSON.parse(
  readFileSync(join(root, 'node_modules/dclint/schemas/compose.schema.json'), 'utf8'),
)
const isCompose = new Ajv({ strict: false, validateFormats: false }).compile(schema)

describe.each(stacks)('%s: %j', (starter, files) => {
  const folder = folderOf(starter)
  const { services, networks } = readCompose(folder, files)
  const all = Object.entries(services)
  const isTask = ({ command = [] }: ComposeService) => command[0] === 'sh'
  const isRedis = ({ image }: ComposeService) => image.startsWith('redis:')
  const namesOf = (some: typeof all) => some.map(([name]) => name)

  test('is what the Compose Specification allows', () => {
    for (const file of files) {
      expect(isCompose(readTree(join(folder, file))), JSON.stringify(isCompose.errors)).toBe(true)
      expect(isCompose({ ...readTree(join(folder, file)), sevrices: {} })).toBe(false)
    }
  })

  test('shows issuer and APIs to this host alone, and nothing else to anybody', () => {
    const published = all.filter(([, { ports }]) => ports)
    expect(namesOf(published)).toEqual(['issuer', 'api-1', 'api-2'])
    for (const [, { ports = [] }] of published)
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/)
  })

  test('gives nobody more than they need', () => {
    for (const [name, service] of all) {
      expect([name, service.read_only, service.cap_drop]).toEqual([name, true, ['ALL']])
      expect(service.security_opt).toEqual(['no-new-privileges:true'])
      expect(isRedis(service) ? service.user : 'of the image').not.toBe(isRedis(service) ? 'root' : undefined)
    }
  })

  test('lets nobody use up the host', () => {
    for (const [name, { deploy, logging }] of all) {
      expect([name, Object.keys(deploy?.resources.limits ?? {})]).toEqual([name, ['cpus', 'memory', 'pids']])
      // Docker's own choice is a file of logs that grows without end.
      expect([name, logging]).toEqual([name, { driver: 'local' }])
    }
  })

  test('lets only issuer and APIs reach Redis, in a network with no way out', () => {
    const withRedis = all.filter(([, service]) => 'data' in service.networks && !isRedis(service))
    expect(namesOf(withRedis)).toEqual(starter === 'stateless' ? [] : ['issuer', 'api-1', 'api-2'])
    for (const [, service] of all.filter(([, service]) => isRedis(service)))
      expect(Object.keys(service.networks)).toEqual(['data'])
    expect([networks.services?.internal, networks.data?.internal ?? true]).toEqual([true, true])
  })

  test('gives signing keys to the issuer alone, and to the ledger no secret', () => {
    const signers = all.filter(([, { volumes = [] }]) => volumes.some((volume) => volume.includes('signing')))
    expect(namesOf(signers)).toEqual(['issuer'])
    expect([services.ledger?.secrets, services.ledger?.volumes]).toEqual([undefined, undefined])
  })

  test('waits for a service to be well before it starts what needs it', () => {
    const conditions = all.flatMap(([, { depends_on = {} }]) => Object.entries(depends_on))
    expect(conditions.length).toBeGreaterThan(0)
    for (const [name, { condition }] of conditions) {
      const needed = services[name]
      const task = needed && isTask(needed)
      expect([name, condition]).toEqual([name, task ? 'service_completed_successfully' : 'service_healthy'])
      // What is built has the health check of its Dockerfile.
      expect(task || needed?.build || needed?.healthcheck, name).toBeTruthy()
    }
  })

  test('leaves a service time to finish what it began', () => {
    for (const [, service] of all) {
      const { build, stop_grace_period = '' } = service
      if (!build) continue
      const { SHUTDOWN_DELAY_MS, SHUTDOWN_TIMEOUT_MS } = settingsIn(starter, service)
      expect(Number.parseInt(stop_grace_period, 10) * 1000).toBeGreaterThan(
        SHUTDOWN_DELAY_MS + SHUTDOWN_TIMEOUT_MS,
      )
    }
  })
})

describe.each(['redis', 'hybrid'] as const)('%s: redis/redis.conf', (starter) => {
  const conf = readFileSync(join(folderOf(starter), 'redis/redis.conf'), 'utf8')

  test('keeps what is written, and never drops it for want of memory', () => {
    expect(conf).toMatch(/^appendonly yes$/m)
    expect(conf).toMatch(/^maxmemory-policy noeviction$/m)
  })

  test('leaves memory for the copy that rewriting its file takes', () => {
    const { redis: service } = readCompose(folderOf(starter), ['compose.yaml']).services
    const limitMegabytes = Number.parseInt(String(service?.deploy?.resources.limits.memory), 10)
    const mostMegabytes = Number(/^maxmemory (\d+)mb$/m.exec(conf)?.[1])
    expect(limitMegabytes).toBeGreaterThanOrEqual(2 * mostMegabytes)
  })
})

test.each(starters)('%s: the image has the Node that the starter is developed with', (starter) => {
  const dockerfile = readFileSync(join(folderOf(starter), 'Dockerfile'), 'utf8')
  const images = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image)
  const major = /\d+/.exec(packagesIn(folderOf(starter)).node ?? '')?.[0]
  expect(images).toEqual([`node:${major}-slim`, `node:${major}-slim`])
})

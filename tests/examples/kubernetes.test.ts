import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readSettings as hybrid } from '../../examples/hybrid/src/settings.ts'
import { readSettings as redis } from '../../examples/redis/src/settings.ts'
import { readSettings as stateless } from '../../examples/stateless/src/settings.ts'
import { type Manifest, readManifests, typeFaults } from '../kit/kubernetes/type-check.ts'
import { folderOf, root, starters } from '../kit/starter-folders.ts'

// No cluster runs here. The manifests are held to the types published for the API of Kubernetes, to what Kubernetes
// asks of pods that are restricted, and to the starters' own reader of settings.

const readers = { stateless, redis, hybrid }

describe.each(starters)('%s: deploy/kubernetes.yaml', (starter) => {
  const manifests = readManifests(join(folderOf(starter), 'deploy/kubernetes.yaml')) as Loose[]
  const ofKind = (kind: string) => manifests.filter((manifest) => manifest.kind === kind)
  const pods = ofKind('Deployment').map(podOf)
  const services = ['issuer', 'api', 'ledger']

  test('says nothing that Kubernetes does not know, and leaves out nothing that it asks for', () => {
    expect(pods.map(({ name }) => name)).toEqual(services)
    expect(typeFaults(root, manifests)).toEqual([])
    const mistyped = manifests.map((manifest) => ({ ...manifest, sepc: {} }))
    expect(typeFaults(root, mistyped)).toHaveLength(manifests.length)
  })

  test('every selector finds the pods it is for', () => {
    for (const kind of ['Service', 'PodDisruptionBudget'])
      expect(ofKind(kind).map(({ metadata }) => metadata.name)).toEqual(services)
    for (const { metadata, spec } of ofKind('Service')) expect(spec.selector).toEqual({ app: metadata.name })
    for (const { metadata, spec } of ofKind('PodDisruptionBudget'))
      expect(spec.selector.matchLabels).toEqual({ app: metadata.name })
    for (const { name, labels } of pods) expect(labels).toEqual({ app: name })
  })

  test('the services find each other where their settings say', () => {
    const ports = ofKind('Service').map(
      ({ metadata, spec }) => `http://${metadata.name}:${spec.ports[0].port}`,
    )
    const { LEDGER_AUDIENCE, JWKS_URL, TOKEN_URL } = ofKind('ConfigMap')[0]?.data ?? {}
    for (const url of [LEDGER_AUDIENCE, JWKS_URL, TOKEN_URL]) expect(ports).toContain(new URL(url).origin)
    for (const { container, settings } of pods)
      expect([settings.ISSUER_PORT, settings.API_PORT, settings.LEDGER_PORT]).toContain(
        container.ports[0].containerPort,
      )
  })

  test('every pod starts in production with the settings and the secrets it is given', () => {
    for (const { name, container, spec, settings } of pods) {
      expect([settings.SERVICE, settings.NODE_ENV]).toEqual([name, 'production'])
      const files = container.env.filter((setting: Loose) => setting.name.endsWith('_FILE'))
      const folders = (container.volumeMounts ?? []).map(({ mountPath }: Loose) => mountPath)
      expect(files.map(({ value }: Loose) => value.slice(0, value.lastIndexOf('/')))).toEqual(folders)
      const volumes = (spec.volumes ?? []).map((volume: Loose) => volume.name)
      expect((container.volumeMounts ?? []).map((mount: Loose) => mount.name)).toEqual(volumes)
    }
  })

  test('only the issuer has signing keys, and the ledger has no secret at all', () => {
    const secretsOf = (spec: Loose) => (spec.volumes ?? []).map(({ secret }: Loose) => secret.secretName)
    const holders = pods.filter(({ spec }) => secretsOf(spec).includes('signing-keys'))
    expect(holders.map(({ name }) => name)).toEqual(['issuer'])
    expect(secretsOf(pods[2]?.spec)).toEqual([])
  })

  test('no pod asks for more than it needs', () => {
    for (const { spec, container } of pods) {
      expect(spec).toMatchObject({ automountServiceAccountToken: false })
      expect(spec.securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      })
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      })
      expect(Object.keys(container.resources)).toEqual(['requests', 'limits'])
    }
  })

  test('Kubernetes puts no variable of its own over a setting', () => {
    for (const { spec, env } of pods) {
      expect(spec.enableServiceLinks).toBe(false)
      const linked = { ...env, ISSUER_PORT: 'tcp://10.0.0.1:3000' }
      expect(() => readers[starter](linked)).toThrow('ISSUER_PORT must be a whole number')
    }
  })

  test('a pod that stops has time to finish', () => {
    for (const { spec, settings } of pods) {
      const neededMs = settings.SHUTDOWN_DELAY_MS + settings.SHUTDOWN_TIMEOUT_MS
      expect(spec.terminationGracePeriodSeconds * 1000).toBeGreaterThan(neededMs)
      expect(settings.SHUTDOWN_DELAY_MS).toBeGreaterThan(0)
    }
  })

  test('nobody talks to anybody but for what is written down, and only issuer and API to Redis', () => {
    const policies = ofKind('NetworkPolicy').map(({ metadata, spec }) => [metadata.name, spec] as const)
    expect(Object.fromEntries(policies).nobody).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    })
    const toRedis = policies.filter(([, spec]) => JSON.stringify(spec.egress ?? []).includes('6379'))
    const allowed = toRedis.map(([, spec]) => spec.podSelector.matchExpressions[0].values)
    expect(allowed).toEqual(starter === 'stateless' ? [] : [['issuer', 'api']])
  })

  function podOf({ metadata, spec: { template } }: Loose) {
    const [container] = template.spec.containers
    const common = ofKind('ConfigMap')[0]?.data
    const own = container.env.map(({ name, value }: Loose) => [name, value])
    const env = { ...common, ...Object.fromEntries(own) }
    const inFiles = {
      EXCHANGE_SECRET: 'x'.repeat(43),
      REDIS_URL: 'rediss://user:password@redis.example:6379',
    }
    const settings = readers[starter]({ ...env, ...inFiles })
    return {
      name: metadata.name,
      labels: template.metadata.labels,
      spec: template.spec,
      container,
      env,
      settings,
    }
  }
})

// biome-ignore lint/suspicious/noExplicitAny: a test looks at manifests of every kind; their types are checked above
type Loose = Manifest & Record<string, any>

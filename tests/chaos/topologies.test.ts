import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { Cluster, Redis, type RedisOptions } from 'ioredis'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Certificates, makeCertificates } from '../kit/redis/certificates.ts'
import { type RedisCluster, startCluster } from '../kit/redis/cluster.ts'
import type { ServerOptions } from '../kit/redis/configuration.ts'
import { type RedisProxy, startProxy } from '../kit/redis/proxy.ts'
import { untilInSync } from '../kit/redis/replication.ts'
import { type SentinelGroup, startSentinelGroup } from '../kit/redis/sentinel.ts'
import { type RedisServer, startServer } from '../kit/redis/server.ts'

// What the other tests here rely on is itself on trial, with nothing but ioredis as a witness.

describe('a server', () => {
  test.each([
    { persistence: 'none', found: null },
    { persistence: 'aof', found: 'written' },
    { persistence: 'rdb', found: 'written' },
  ] as const)('with the persistence $persistence: after a kill there is $found', async (row) => {
    const server = await serverWith({ persistence: row.persistence })
    const client = clientOf(server.url)
    await client.set('key', 'written')
    if (row.persistence === 'none') await expect(server.save()).rejects.toThrow('cannot save')
    else await server.save()
    await server.kill()
    expect(server.running).toBe(false)
    await server.restart()
    expect(await client.get('key')).toBe(row.found)
  })

  test('rdb: what came after the save is gone after a kill', async () => {
    const server = await serverWith({ persistence: 'rdb' })
    const client = clientOf(server.url)
    await client.set('key', 'saved')
    await server.save()
    await client.set('key', 'later')
    await server.kill()
    await server.restart()
    expect(await client.get('key')).toBe('saved')
  })

  test('restarted empty, it has forgotten what it had saved', async () => {
    const server = await serverWith({ persistence: 'aof' })
    await server.admin.set('key', 'written')
    await server.save()
    await server.restartEmpty()
    expect(await server.admin.get('key')).toBeNull()
  })

  test('frozen, it answers nobody until it thaws', async () => {
    const server = await serverWith({})
    const client = await impatientClientOf(server.url)
    server.freeze()
    await expect(client.ping()).rejects.toThrow('Command timed out')
    expect(server.running).toBe(false)
    const answer = server.admin.ping()
    server.thaw()
    expect(await answer).toBe('PONG')
  })

  test('it keeps to its limit of memory, its passwords and the rights of its users', async () => {
    const server = await serverWith({
      maxmemory: { limit: '3mb', policy: 'noeviction' },
      password: 'pass "word"/@',
      aclUsers: ['reader on >secret ~* &* +@all -eval'],
    })
    const anybody = clientOf(`redis://127.0.0.1:${server.port}`)
    await expect(anybody.ping()).rejects.toThrow('NOAUTH')
    const reader = clientOf(`redis://reader:secret@127.0.0.1:${server.port}`)
    expect(await reader.ping()).toBe('PONG')
    await expect(reader.eval('return 1', 0)).rejects.toThrow('NOPERM')
    const client = clientOf(server.url)
    expect(await client.eval('return 1', 0)).toBe(1)
    await expect(fill(client, 40)).rejects.toThrow('OOM')
  })

  test('restarted with another password, it and its admin use that one, and the data is kept', async () => {
    const server = await serverWith({ persistence: 'aof', password: 'old' })
    await server.admin.set('key', 'written')
    await server.save()
    await server.restart({ password: 'new' })
    expect(await server.admin.get('key')).toBe('written')
    expect(await clientOf(server.url).get('key')).toBe('written')
    expect(server.url).toBe(`redis://:new@127.0.0.1:${server.port}`)
  })

  test('a replica has what its master with a password has, and DEBUG may be used', async () => {
    const master = await serverWith({ password: 'secret' })
    const replica = await serverWith({ replicaOf: { port: master.port, password: 'secret' } })
    await master.admin.set('key', 'written')
    await untilInSync(master, [replica])
    expect(await replica.admin.get('key')).toBe('written')
    expect(await replica.admin.call('DEBUG', 'SLEEP', '0')).toBe('OK')
  })

  test('stopped, it leaves neither a process nor a folder', async () => {
    const server = await serverWith({})
    const [, folder] = (await server.admin.config('GET', 'dir')) as string[]
    expect(existsSync(String(folder))).toBe(true)
    await server.stop()
    expect(existsSync(String(folder))).toBe(false)
    const [error] = await once(clientOf(server.url), 'error')
    expect(error).toMatchObject({ code: 'ECONNREFUSED' })
  })
})

describe('a server with TLS', () => {
  let certificates: Certificates
  let server: RedisServer
  beforeAll(async () => {
    certificates = await makeCertificates()
    server = await startServer({ tls: certificates })
  })
  afterAll(async () => {
    await server.stop()
    await certificates.remove()
  })

  test.each(['127.0.0.1', 'localhost'])('a client that trusts its CA connects to %s', async (host) => {
    const client = clientOf(server.url, { host, tls: { ca: certificates.ca.pem } })
    expect(await client.ping()).toBe('PONG')
    expect(await server.admin.ping()).toBe('PONG')
  })

  test('a client that trusts another CA refuses it', async () => {
    const client = clientOf(server.url, { tls: { ca: certificates.otherCa.pem } })
    const [error] = await once(client, 'error')
    expect(error).toMatchObject({ code: 'SELF_SIGNED_CERT_IN_CHAIN' })
  })
})

describe('Sentinels', () => {
  let group: SentinelGroup
  beforeAll(async () => {
    group = await startSentinelGroup()
  })
  afterAll(() => group.stop())

  test('the master is killed: a client finds another with the same data, and the old one returns as a replica', async () => {
    const { sentinels, name } = group
    const client = clientOf('', { sentinels: [...sentinels], name, sentinelRetryStrategy: () => 20 })
    const before = group.master()
    await client.set('key', 'written')
    await client.wait(2, 0)
    expect(await group.killMaster()).toBe(before)
    const after = await group.untilFailedOver()
    expect(after).not.toBe(before)
    expect(group.master()).toBe(after)
    expect(await client.get('key')).toBe('written')
    expect(await client.set('key', 'again')).toBe('OK')
    await before.restart()
    await untilInSync(
      after,
      group.servers.filter((server) => server !== after),
    )
    expect(await before.admin.get('key')).toBe('again')
  })

  test('a promoted replica lacks what it was cut off from, and has what was written before', async () => {
    const before = group.master()
    await before.admin.set('kept', 'early')
    const after = await group.promoteReplicaWithLostWrites(async (master) => {
      expect(master).toBe(before)
      expect(await clientOf(master.url).set('lost', 'late')).toBe('OK')
    })
    expect(after).not.toBe(before)
    expect(await after.admin.mget('kept', 'lost')).toEqual(['early', null])
    expect(await after.admin.set('key', 'after')).toBe('OK')
  })
})

describe('a cluster', () => {
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await startCluster()
  })
  afterAll(() => cluster.stop())

  test('a slot moves with its keys while a client uses them', async () => {
    const client = clusterClient(cluster)
    const slot = await cluster.slotOf('{a}')
    const keys = Array.from({ length: 250 }, (_, number) => `{a}${number}`)
    await Promise.all(keys.map((key) => client.set(key, 'before')))
    const source = await cluster.masterOf('{a}')
    const toIndex = cluster.nodes.findIndex((node) => node !== source)
    await cluster.moveSlot(slot, toIndex, async () => {
      await expect(source.admin.get('{a}0')).rejects.toThrow('ASK')
      expect(await client.get('{a}0')).toBe('before')
      expect(await client.set('{a}0', 'between')).toBe('OK')
    })
    expect(await cluster.masterOf('{a}')).toBe(cluster.nodes[toIndex])
    await expect(source.admin.get('{a}0')).rejects.toThrow('MOVED')
    expect(await client.get('{a}0')).toBe('between')
    expect(await client.get('{a}249')).toBe('before')
  })

  test('the replica of a killed master takes its place, and the master comes back as a replica', async () => {
    const client = clusterClient(cluster)
    await client.set('key', 'written')
    await cluster.untilReplicated()
    const before = await cluster.killMasterOf('key')
    await cluster.untilOk()
    expect(await cluster.masterOf('key')).not.toBe(before)
    expect(await client.get('key')).toBe('written')
    expect(await client.set('key', 'again')).toBe('OK')
    await before.restart()
    await cluster.untilOk()
    expect(await before.admin.role()).toContain('slave')
  })
})

describe('a proxy', () => {
  let server: RedisServer
  let proxy: RedisProxy
  beforeAll(async () => {
    server = await startServer({ password: 'secret' })
    proxy = await startProxy(server.url)
  })
  afterAll(async () => {
    await proxy.close()
    await server.stop()
  })

  test('holds the replies back until it releases them, while the server has the commands', async () => {
    const impatient = await impatientClientOf(proxy.url)
    const patient = clientOf(proxy.url)
    await patient.ping()
    proxy.hold()
    const reply = patient.incr('held')
    await expect(impatient.incr('held')).rejects.toThrow('Command timed out')
    await expect.poll(() => server.admin.get('held')).toBe('2')
    proxy.release()
    expect(await reply).toBe(1)
    expect(await impatient.get('held')).toBe('2')
  })

  test('delays replies for as long as it is told to', async () => {
    const client = await impatientClientOf(proxy.url)
    proxy.delayMs = 5_000
    await expect(client.ping()).rejects.toThrow('Command timed out')
    proxy.delayMs = 0
    expect(await clientOf(proxy.url).ping()).toBe('PONG')
  })

  test('resets a connection when the server has carried out the command', async () => {
    const client = clientOf(proxy.url, { maxRetriesPerRequest: 0 })
    await client.ping()
    const reset = proxy.resetNext('incr')
    expect(await client.ping()).toBe('PONG')
    await expect(client.incr('reset')).rejects.toThrow()
    await reset
    expect(await server.admin.get('reset')).toBe('1')
    expect(await clientOf(proxy.url).incr('reset')).toBe(2)
  })

  test('closed, it takes its clients with it and none any more', async () => {
    const second = await startProxy(server.url)
    const client = clientOf(second.url)
    await client.ping()
    const refused = once(client, 'error')
    await second.close()
    expect(await refused).toMatchObject([{ code: 'ECONNREFUSED' }])
  })
})

async function serverWith(options: ServerOptions): Promise<RedisServer> {
  const server = await startServer(options)
  onTestFinished(() => server.stop())
  return server
}

async function fill(client: Redis, hundredsOfKilobytes: number): Promise<void> {
  for (let number = 0; number < hundredsOfKilobytes; number++)
    await client.set(`${number}`, 'x'.repeat(100_000))
}

/** Patient by default; whatever the test still has open is closed when it ends. */
function clientOf(url: string, options: RedisOptions = {}): Redis {
  const client = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null, ...options })
  client.on('error', () => {})
  onTestFinished(() => client.disconnect())
  return client
}

/** One that does not wait long, and has connected by then: the time of a command begins while it waits for that. */
async function impatientClientOf(url: string): Promise<Redis> {
  const client = clientOf(url, { commandTimeout: 2_000 })
  await new Promise<void>((resolve) => client.once('ready', resolve))
  return client
}

function clusterClient({ nodes }: RedisCluster): Cluster {
  const client = new Cluster([...nodes])
  client.on('error', () => {})
  onTestFinished(() => client.disconnect())
  return client
}

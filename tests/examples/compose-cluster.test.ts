import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { forSharedCodeWithStore } from '../kit/strategies.ts'
import { until } from '../kit/until.ts'
import { type Deployed, deploy } from './deployed.ts'
import { sendAs } from './deployed-redis.ts'
import { endSessions, expectReady, workThrough } from './deployed-story.ts'

// Six nodes as plain processes, made one cluster by the script that both starters have.

describe.each(forSharedCodeWithStore)('%s, run as compose.cluster.yaml says', (starter) => {
  let deployed: Deployed
  beforeAll(async () => {
    deployed = await deploy(starter, ['compose.yaml', 'compose.cluster.yaml'])
  })
  afterAll(() => deployed?.remove())

  test('the nodes are one cluster of three masters with a replica each', async () => {
    const nodes = () => sendAs(deployed, 'cluster', ['cluster', 'nodes'])
    const count = async (role: string) => (await nodes()).match(RegExp(` (myself,)?${role} `, 'g'))?.length
    // One node hears from the others who follows whom.
    await until(async () => (await count('slave')) === 3)
    expect(await count('master')).toBe(3)
    expect(await sendAs(deployed, 'cluster', ['cluster', 'info'])).toContain('cluster_slots_ok:16384')
  })

  test('the replicas are let in by their masters', async () => {
    const replication = () => sendAs(deployed, 'issuer', ['info', 'replication'])
    await until(async () => (await replication()).includes('state=online'))
    expect(await replication()).toContain('connected_slaves:1')
  })

  test('serves its users', async () => {
    await expectReady(deployed)
    await workThrough(deployed)
    await endSessions(deployed)
  })

  test('ends well when it is asked to stop', async () => {
    const ended = Object.entries(await deployed.stack.down())
    expect(ended.map(([name, { exitCode }]) => [name, exitCode])).toEqual(ended.map(([name]) => [name, 0]))
    // The one that formed the cluster has ended long ago.
    expect(ended).toHaveLength(Object.keys(deployed.stack.compose.services).length - 1)
  })
})

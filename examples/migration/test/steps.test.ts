import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Kind, promisedIn } from '../src/migration/direction.ts'
import { type Phase, phases, type Step } from '../src/migration/phases.ts'
import type { MigrationRecord } from '../src/migration/record.ts'
import { assess } from '../src/migration/steps.ts'

const lifetimeSeconds = 100
const nowMs = 1_000_000

/** All is well: every instance is there, and the phase has lasted for long. */
const well = (phase: Phase, change: Partial<MigrationRecord> = {}): MigrationRecord => ({
  direction: { from: 'redis', to: 'hybrid' },
  ...{ phase, visit: 3, sinceMs: 0, lastOldMs: 0, counts: { compared: 9 } },
  instances: [{ name: 'api-1', phase, aliveUntilMs: nowMs }],
  ...change,
})

const outcome = (record: MigrationRecord, step: Step) => {
  const { target, refusal } = assess(record, step, lifetimeSeconds, nowMs)
  return refusal?.code ?? target
}

test('all is well: each phase leads to the next and to the one before', () => {
  const way = (step: Step) => phases.map((phase) => outcome(well(phase), step))
  assert.deepEqual(way('next'), ['shadow', 'issue-new', 'drain', 'new-only', 'migration_finished'])
  assert.deepEqual(way('back'), ['migration_at_start', 'issue-old', 'shadow', 'issue-new', 'drain'])
})

const startedAgo = (seconds: number) => ({ sinceMs: nowMs - seconds * 1000 })
const at = (phase: Phase | undefined, aliveUntilMs = nowMs) => ({
  instances: [{ name: 'api-1', phase, aliveUntilMs }],
})

const unsafe: [code: string, record: MigrationRecord, step: Step][] = [
  ['instances_missing', well('issue-new', { instances: [] }), 'next'],
  ['instance_silent', well('issue-new', at('issue-new', nowMs - 1)), 'next'],
  ['instance_behind', well('issue-new', at('shadow')), 'next'],
  ['instance_behind', well('issue-new', at(undefined)), 'next'],
  ['instance_behind', well('issue-new', at('drain')), 'back'],
  ['shadow_mismatch', well('shadow', { counts: { compared: 9, 'refused:store_unavailable': 1 } }), 'next'],
  ['shadow_too_short', well('shadow', startedAgo(99)), 'next'],
  ['shadow_unproven', well('shadow', { counts: {} }), 'next'],
  ['drain_not_over', well('drain', startedAgo(99)), 'next'],
  ['drain_not_over', well('drain', { lastOldMs: nowMs - 99_000 }), 'next'],
  ['new_issuer_at_work', well('new-only', { counts: { 'seen:unmarked': 1 } }), 'back'],
]

for (const [code, record, step] of unsafe)
  test(`${step} from ${record.phase} is refused: ${code}`, () => {
    assert.equal(outcome(record, step), code)
  })

test('an instance may be where the step leads already', () => {
  assert.equal(outcome(well('issue-new', at('shadow')), 'back'), 'shadow')
  assert.equal(outcome(well('issue-new', at('drain')), 'next'), 'drain')
})

test('an issuer promises no more than what an instance keeps that is one phase behind or ahead', () => {
  const promises = (from: Kind, to: Kind) => phases.map((phase) => promisedIn({ from, to }, phase))
  assert.deepEqual(promises('stateless', 'redis'), ['stateless', 'stateless', 'stateless', 'redis', 'redis'])
  assert.deepEqual(promises('redis', 'stateless'), ['redis', 'redis', 'redis', 'stateless', 'stateless'])
  assert.deepEqual(promises('hybrid', 'redis'), ['hybrid', 'hybrid', 'hybrid', 'redis', 'redis'])
})

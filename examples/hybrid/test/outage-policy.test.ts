import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowsStale } from '../src/revocations/outage-policy.ts'

test('each route does as it is written', () => {
  assert.equal(allowsStale('GET /catalog', 3_600_000), true)
  assert.equal(allowsStale('GET /me', 60_000), true)
  assert.equal(allowsStale('GET /me', 60_001), false)
  assert.equal(allowsStale('POST /transfer', 0), false)
})

test('a route that nobody wrote down denies', () => {
  assert.equal(allowsStale('GET /new-route', 0), false)
})

test('an instance that never synced is allowed only where age does not matter', () => {
  assert.equal(allowsStale('GET /me', Number.POSITIVE_INFINITY), false)
  assert.equal(allowsStale('GET /catalog', Number.POSITIVE_INFINITY), true)
})

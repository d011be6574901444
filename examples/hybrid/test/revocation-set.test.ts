import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RevocationSet } from '../src/revocation-set.ts'

const token = { sub: 'user-1', sid: 'a', epoch: '5' }

test('a session is revoked by name, a user by epoch', () => {
  const set = new RevocationSet()
  assert.equal(set.has(token), false)
  set.add({ revoked: { kind: 'session', sid: 'a' }, expiresAtMs: 10 })
  assert.equal(set.has(token), true)
  assert.equal(set.has({ ...token, sid: 'b' }), false)
  set.add({ revoked: { kind: 'user', sub: 'user-1', epoch: '6' }, expiresAtMs: 10 })
  assert.equal(set.has({ ...token, sid: 'b' }), true)
  assert.equal(set.has({ ...token, sid: 'b', epoch: '6' }), false)
})

test('an epoch that arrives late does not undo a later one', () => {
  const set = new RevocationSet()
  set.add({ revoked: { kind: 'user', sub: 'user-1', epoch: '9' }, expiresAtMs: 10 })
  set.add({ revoked: { kind: 'user', sub: 'user-1', epoch: '6' }, expiresAtMs: 10 })
  assert.equal(set.has({ ...token, epoch: '7' }), true)
})

test('entries are forgotten once they expire', () => {
  const set = new RevocationSet()
  set.add({ revoked: { kind: 'session', sid: 'a' }, expiresAtMs: 10 })
  set.add({ revoked: { kind: 'session', sid: 'b' }, expiresAtMs: 20 })
  set.prune(10)
  assert.equal(set.size, 1)
})

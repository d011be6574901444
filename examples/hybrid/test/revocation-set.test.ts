import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RevocationSet } from '../src/revocations/revocation-set.ts'

const token = { sub: 'user-1', sid: 'a', epoch: '5', iat: 100 }

test('a session is revoked by name, a user by epoch', () => {
  const set = new RevocationSet()
  assert.equal(set.has(token), false)
  set.add({ revoked: { kind: 'session', sub: 'user-1', sid: 'a' }, expiresAtMs: 10 })
  assert.equal(set.has(token), true)
  assert.equal(set.has({ ...token, sid: 'b' }), false)
  set.add({ revoked: { kind: 'user', sub: 'user-1', epoch: '6', keptSid: '' }, expiresAtMs: 10 })
  assert.equal(set.has({ ...token, sid: 'b' }), true)
  assert.equal(set.has({ ...token, sid: 'b', epoch: '6' }), false)
})

test('an epoch that arrives late does not undo a later one', () => {
  const set = new RevocationSet()
  set.add({ revoked: { kind: 'user', sub: 'user-1', epoch: '9', keptSid: '' }, expiresAtMs: 10 })
  set.add({ revoked: { kind: 'user', sub: 'user-1', epoch: '6', keptSid: '' }, expiresAtMs: 10 })
  assert.equal(set.has({ ...token, epoch: '7' }), true)
})

test('revoking the others keeps the one that asked', () => {
  const set = new RevocationSet()
  set.add({ revoked: { kind: 'user', sub: 'user-1', epoch: '6', keptSid: 'a' }, expiresAtMs: 10 })
  assert.equal(set.has(token), false)
  assert.equal(set.has({ ...token, sid: 'b' }), true)
})

test('a line ends all tokens issued before it', () => {
  const set = new RevocationSet()
  set.add({ revoked: { kind: 'all', issuedBefore: 100 }, expiresAtMs: 10 })
  assert.equal(set.has(token), false)
  assert.equal(set.has({ ...token, iat: 99 }), true)
})

test('entries are forgotten once they expire', () => {
  const set = new RevocationSet()
  set.add({ revoked: { kind: 'session', sub: 'user-1', sid: 'a' }, expiresAtMs: 10 })
  set.add({ revoked: { kind: 'session', sub: 'user-1', sid: 'b' }, expiresAtMs: 20 })
  set.forget(set.expired(10))
  assert.equal(set.size, 1)
})

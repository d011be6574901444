import { CompactEncrypt, decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../examples/redis/src/clock.ts'
import { KeyRing } from '../../examples/redis/src/keys/key-ring.ts'
import { createSeal } from '../../examples/redis/src/sessions/session-seal.ts'
import {
  ask,
  bearer,
  eventually,
  isOk,
  longestAccessSeconds,
  newSession,
  type Pair,
  refresh,
} from '../kit/client.ts'
import { withStore } from '../kit/strategies.ts'
import { until } from '../kit/until.ts'
import { forEachStrategy } from './matrix.ts'

// What somebody can do who writes to Redis.

const keyOf = ({ access, sid }: Pair) => `session:{${decodeJwt(access).sub}}:${sid}`
/** As the issuer makes one, for somebody who would like to be an administrator. */
const forgedRecord = ({ sid }: Pair) =>
  JSON.stringify({
    ...{ sub: 'user-1', sid, name: 'Alice', roles: ['admin'], device: 'laptop', network: 'unknown' },
    ...{ createdAtMs: Date.now(), lastSeenAtMs: Date.now(), epoch: '0', rotationSecret: 'x' },
  })
const foreignKey = crypto.getRandomValues(new Uint8Array(32))
const foreignSeal = createSeal(new KeyRing([{ kid: 'process', nbf: 0, key: foreignKey }], systemClock))
const encryptedWith = (header: { alg: string; enc: string }, text: string) =>
  new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({ ...header, kid: 'process' })
    .encrypt(foreignKey)

/** What is put in the place of the session `own`. The other is of the same user, the foreign one of another. */
interface Records {
  readonly own: string
  readonly other: string
  readonly foreign: string
}
type Forge = (records: Records, pair: Pair) => string | Promise<string>

const forgeries: [what: string, forge: Forge][] = [
  ['a header with one character changed', ({ own }) => changed(own, 0)],
  ['a nonce with one character changed', ({ own }) => changed(own, 2)],
  ['a ciphertext with one character changed', ({ own }) => changed(own, 3)],
  ['a tag with one character changed', ({ own }) => changed(own, 4)],
  ['half of itself', ({ own }) => own.slice(0, own.length / 2)],
  ['the record of another session', ({ other }) => other],
  ['the record of another user', ({ foreign }) => foreign],
  ['a record sealed with another key of that name', (_, pair) => foreignSeal.close(forgedRecord(pair))],
  [
    'a record whose header brings another algorithm',
    (_, pair) => encryptedWith({ alg: 'A256GCMKW', enc: 'A256GCM' }, forgedRecord(pair)),
  ],
  ['a record that is not sealed', (_, pair) => forgedRecord(pair)],
  ['words', () => 'admin'],
  ['nothing', () => ''],
]

describe('who writes to Redis', () => {
  forEachStrategy(withStore, (cell) => {
    const me = ({ access }: Pair) => ask(cell.system.api, 'GET', '/me', bearer(access))
    const sessions = ({ access }: Pair) => ask(cell.system.issuer, 'GET', '/sessions', bearer(access))

    test('opens no session with anything else in its place', async () => {
      const { admin } = cell.engine
      const other = await newSession(cell.system, 'phone')
      const foreign = await newSession(cell.system, 'laptop', 'bob')
      for (const [what, forge] of forgeries) {
        const own = await newSession(cell.system)
        const sealed = [own, other, foreign].map(async (pair) => (await admin.get(keyOf(pair))) ?? '')
        const [ofOwn = '', ofOther = '', ofForeign = ''] = await Promise.all(sealed)
        const forged = await forge({ own: ofOwn, other: ofOther, foreign: ofForeign }, own)
        await admin.set(keyOf(own), forged, 'PX', 600_000)
        for (const { status, code } of [await me(own), await refresh(cell.system, own.refresh)])
          expect([what, status, code]).toEqual([what, 401, 'session_revoked'])
        const { body } = await sessions(other)
        expect(body.sessions.map(({ sid }: { sid: string }) => sid)).toEqual([other.sid])
      }
    })

    test('can put an ended session back as it was: a seal does not tell whether a record is the latest', async () => {
      const { admin } = cell.engine
      cell.system.clock.advance(longestAccessSeconds)
      const pair = await newSession(cell.system)
      const familyKey = `family:{user-1}:${pair.sid}`
      const [sealed, family] = [await admin.get(keyOf(pair)), await admin.hgetall(familyKey)]
      const putBack = async () => {
        await admin.set(keyOf(pair), sealed ?? '', 'PX', 600_000)
        await admin.hset(familyKey, family)
      }
      await ask(cell.system.issuer, 'POST', '/logout', bearer(pair.access))
      await putBack()
      if (cell.strategy === 'hybrid') {
        // It remembers elsewhere what was revoked, but only for as long as access tokens live.
        expect((await sessions(pair)).code).toBe('session_revoked')
        expect((await refresh(cell.system, pair.refresh)).code).toBe('session_revoked')
        cell.system.clock.advance(300 + 5 + 60 + 1)
        // It ends the session once more before it forgets.
        await until(async () => (await admin.exists(keyOf(pair))) === 0)
        await putBack()
      }
      await eventually(() => refresh(cell.system, pair.refresh), isOk)
    })
  })
})

test('no character of a sealed text can be changed', async () => {
  const seal = createSeal(new KeyRing([{ kid: 'process', nbf: 0, key: foreignKey }], systemClock))
  const sealed = await seal.close('a session')
  expect(await seal.open(sealed)).toBe('a session')
  for (let place = 0; place < sealed.length; place++) {
    const altered = sealed.slice(0, place) + otherThan(sealed.charAt(place)) + sealed.slice(place + 1)
    expect([place, await seal.open(altered)]).toEqual([place, undefined])
  }
})

/** Changes the first character of a segment. */
function changed(sealed: string, segment: number): string {
  const segments = sealed.split('.')
  const text = segments[segment] ?? ''
  segments[segment] = otherThan(text.charAt(0)) + text.slice(1)
  return segments.join('.')
}

/** Another character, which differs in the highest bit: the lowest of the last character may mean nothing. */
function otherThan(character: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return character === '.' ? 'A' : alphabet.charAt(alphabet.indexOf(character) ^ 32)
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { decodeProtectedHeader, type JWK } from 'jose'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { readSettings } from '../../examples/stateless/src/settings.ts'
import { type Case, type Group, readCorpus } from './corpus.ts'
import { signatureCheck } from './signature-check.ts'

// One run is enough for three starters: tests/examples/copies.test.ts shows that they share these files to the byte.

type Mend = (jwk: JWK, jws: string) => [JWK, string]

/** Where the corpus is wrong, and what the check says once the fault is mended. */
const faults: [reason: string, tcIds: number[], verdict: string, mend: Mend][] = [
  [
    'the key says PS256 and the token PS384; the key of RFC 7520 section 3.3 names no algorithm',
    [346, 350],
    'holds',
    (jwk, jws) => [{ ...jwk, alg: 'PS384' }, jws],
  ],
  [
    'the key says ES521, and there is no such algorithm; with P-521 goes ES512 (RFC 7518 section 3.4)',
    [347, 351],
    'holds',
    (jwk, jws) => [{ ...jwk, alg: 'ES512' }, jws],
  ],
  [
    'a question mark is no base64url (RFC 7515 section 2), and the corpus itself refuses it in cases 361 and 362',
    [372, 373],
    'holds',
    (jwk, jws) => [jwk, jws.replace('?', '')],
  ],
  [
    'the padding that makes it invalid is missing, so that its text is that of the valid case 357',
    [367, 370],
    'token_malformed',
    (jwk, jws) => [jwk, jws.replace('VGVzdA', 'VGVzdA==')],
  ],
]

const faulty = faults.flatMap(([, tcIds]) => tcIds)

/** What is right and still refused: one of four algorithms is enough, and who can name more has more to attack. */
const refusedByPolicy: [alg: string, tcIds: number[]][] = [
  ['RS384', [264, 265, 266, 267]],
  ['RS512', [268, 269, 270, 271]],
  ['PS256', [272, 273, 274, 275, 287, 288]],
  ['PS384', [320, 321, 322, 323]],
  ['PS512', [325, 326, 327, 328]],
]
const settable = ['Ed25519', 'ES256', 'RS256', 'HS256']

/** A case, the key and algorithm it was checked with, and what came of it. */
interface Decided extends Case {
  readonly jwk: JWK
  readonly alg: string
  readonly verdict: string
}

let cases: Decided[] = []
beforeAll(async () => {
  cases = (await Promise.all((await readCorpus()).map(decide))).flat()
})
const caseOf = (tcId: number) => cases.find((it) => it.tcId === tcId) as Decided

describe('Wycheproof on JSON Web Signatures', () => {
  test('is whole', () => {
    expect(cases.map(({ tcId }) => tcId)).toEqual(Array.from({ length: 401 }, (_, i) => i + 1))
    expect(cases.filter(({ result }) => result === 'valid')).toHaveLength(46)
    expect(cases.filter(({ result }) => result === 'invalid')).toHaveLength(355)
  })

  // meets: RFC8725-3.1, RFC8725-3.3, ASVS-9.1.1, ASVS-9.1.2
  test('is decided rightly in every case but where it is wrong itself', () => {
    const wrong = cases.filter(({ verdict, result }) => (verdict === 'holds') !== (result === 'valid'))
    expect(new Set(wrong.map(({ tcId }) => tcId))).toEqual(new Set(faulty))
  })

  test.each(faults)('is wrong where %s', async (_, tcIds, verdict, mend) => {
    for (const { jwk, jws, alg } of tcIds.map(caseOf)) {
      const [key, text] = mend(jwk, jws)
      expect(await signatureCheck(key, key.alg ?? alg)(text)).toBe(verdict)
    }
  })

  // meets: RFC8725-3.1
  test.each(refusedByPolicy)(
    'has good signatures with %s, which no setting can choose',
    async (alg, tcIds) => {
      expect(() => readSettings({ SIGNING_ALG: alg })).toThrow(/^SIGNING_ALG must be one of/)
      for (const chosen of settable)
        for (const { jwk, jws } of tcIds.map(caseOf))
          expect(await signatureCheck(jwk, chosen)(jws)).toBe('token_algorithm_invalid')
    },
  )

  test('has no other good signature that is refused', () => {
    const good = cases.filter(({ result, tcId }) => result === 'valid' && !faulty.includes(tcId))
    const refused = good.filter(({ alg }) => !settable.includes(alg)).map(({ tcId }) => tcId)
    expect(refused).toEqual(refusedByPolicy.flatMap(([, tcIds]) => tcIds))
  })

  // meets: RFC8725-3.1
  test('has keys that are not for signatures, which is all that is wrong with their cases', async () => {
    for (const { jwk, jws, alg, verdict } of [353, 354, 355, 356].map(caseOf)) {
      const { use: _use, key_ops: _ops, ...free } = jwk
      // There is no other key in the set.
      expect(verdict).toBe('keys_unavailable')
      expect(await signatureCheck(free, alg)(jws)).toBe('holds')
    }
  })
})

test('a corpus that is not there is told by name, with the way to get it', async () => {
  const empty = await mkdtemp(`${tmpdir()}/vectors-`)
  onTestFinished(() => rm(empty, { recursive: true }))
  await expect(readCorpus(empty)).rejects.toThrow(
    /json_web_signature_test\.json is missing.*C2SP\/wycheproof.*VECTORS_DIR/,
  )
})

/** Four keys name no algorithm. They get that of their token, or they would be refused for want of one. */
async function decide({ jwk, tests }: Group): Promise<Decided[]> {
  const alg = jwk.alg ?? decodeProtectedHeader(tests[0]?.jws ?? '').alg ?? ''
  const key = { ...jwk, alg }
  const check = signatureCheck(key, alg)
  return Promise.all(tests.map(async (it) => ({ ...it, jwk: key, alg, verdict: await check(it.jws) })))
}

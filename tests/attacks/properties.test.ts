import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { encode } from '../kit/forge.ts'
import { mutations } from './mutations.ts'
import { numRuns } from './runs.ts'
import { type Outcome, openVerifier, type Verifier } from './verifier.ts'

let verifier: Verifier
/** Good tokens of two users, and what is in them. */
let good: [token: string, claims: Outcome][]
beforeAll(async () => {
  verifier = await openVerifier()
  const claims = ['user-1', 'user-2'].map(verifier.claimsOf)
  const tokens = await Promise.all(claims.map((it) => verifier.sign(verifier.header, it)))
  good = tokens.map((token, i) => [token, withoutIssuer(claims[i] ?? {})])
})

/** The issuer is checked and not handed on: there is only one. */
const withoutIssuer = ({ iss: _, ...claims }: Record<string, unknown>) => claims

/** A text is the token itself, to the character, or it is refused. */
async function expectNothingElse(text: string): Promise<void> {
  const expected = good.find(([token]) => token === text)?.[1] ?? expect.stringMatching(/^token_/)
  expect(await verifier.outcome(text)).toEqual(expected)
}

const holds = <T extends [unknown, ...unknown[]]>(...property: Parameters<typeof fc.asyncProperty<T>>) =>
  fc.assert(fc.asyncProperty<T>(...property), { numRuns })

const which = fc.constantFrom(0, 1)
const json = fc.jsonValue({ maxDepth: 3 })

describe('no text but the token itself verifies:', () => {
  test('the token does', async () => {
    for (const [token, claims] of good) expect(await verifier.outcome(token)).toEqual(claims)
  })

  // meets: RFC8725-3.3, ASVS-9.1.1
  test('not one with other characters', async () => {
    await holds(which, mutations, async (i, mutate) => expectNothingElse(mutate(good[i]?.[0] ?? '')))
  })

  // meets: RFC8725-3.3, ASVS-9.1.1
  test('not one put together from segments of others', async () => {
    const segments = fc.array(fc.tuple(which, fc.nat(2)), { minLength: 2, maxLength: 4 })
    await holds(segments, fc.constantFrom('.', '..', ''), async (places, dot) => {
      const text = places.map(([i, segment]) => good[i]?.[0].split('.')[segment]).join(dot)
      await expectNothingElse(text)
    })
  })

  // meets: RFC8725-3.3, ASVS-9.1.1
  test('not one with other members and the signature of the first', async () => {
    const name = fc.oneof(
      fc.constantFrom('alg', 'kid', 'typ', 'sub', 'sid', 'exp', 'aud', 'iss'),
      fc.string(),
    )
    const members = fc.dictionary(name, json, { maxKeys: 3 })
    await holds(which, members, members, async (i, inHeader, inClaims) => {
      const [, , signature] = good[i]?.[0].split('.') ?? []
      const claims = { ...verifier.claimsOf('user-1'), ...inClaims }
      await expectNothingElse(`${encode({ ...verifier.header, ...inHeader })}.${encode(claims)}.${signature}`)
    })
  })
})

describe('whatever comes is refused with a code of its own, and nothing breaks:', () => {
  test('any text', async () => {
    await holds(fc.string({ unit: 'binary', maxLength: 200 }), expectNothingElse)
  })

  test('any segments', async () => {
    const segment = fc.oneof(fc.string(), fc.uint8Array({ maxLength: 99 }).map(encode), json.map(asSegment))
    await holds(fc.array(segment, { maxLength: 5 }), async (all) => expectNothingElse(all.join('.')))
  })

  test('any JSON, signed by the issuer', async () => {
    await holds(json, json, async (header, claims) =>
      expectNothingElse(await verifier.sign(JSON.stringify(header), JSON.stringify(claims))),
    )
  })

  test('any header over good claims', async () => {
    await holds(fc.constantFrom('alg', 'kid', 'typ', 'crit', 'x'), json, async (name, value) => {
      const header = { ...verifier.header, [name]: value }
      expect(await verifier.outcome(await verifier.sign(header, verifier.claimsOf('user-1')))).toMatch(
        /^token_/,
      )
    })
  })

  test('any claim among good ones, unless it may be so', async () => {
    const names = ['iss', 'aud', 'sub', 'sid', 'jti', 'iat', 'exp', 'nbf', 'auth_time', 'x']
    const value = fc.oneof(json, fc.integer(), fc.double(), fc.string({ minLength: 1 }))
    await holds(fc.constantFrom(...names), value, async (name, it) => {
      const claims = JSON.stringify({ ...verifier.claimsOf('user-1'), [name]: it })
      const { nbf: _nbf, x: _x, ...known } = withoutIssuer(JSON.parse(claims))
      const outcome = await verifier.outcome(await verifier.sign(verifier.header, claims))
      expect([known, expect.stringMatching(/^token_/)]).toContainEqual(outcome)
    })
  })
})

const asSegment = (value: unknown) => encode(JSON.stringify(value))

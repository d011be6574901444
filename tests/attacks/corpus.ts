import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { JWK } from 'jose'

/** One signed text, and what a verifier should say to it. */
export interface Case {
  readonly tcId: number
  readonly comment: string
  readonly jws: string
  readonly result: 'valid' | 'invalid'
}

/** Cases with the key that they are to be verified with. */
export interface Group {
  readonly jwk: JWK
  readonly tests: readonly Case[]
}

const name = 'json_web_signature_test.json'
const usualFolder = join(import.meta.dirname, '../../../shared/vectors')

/**
 * Wycheproof's signatures in JSON Web Signature form. They are no part of this repository.
 *
 * @throws Error that says how to get them
 */
export async function readCorpus(folder = process.env.VECTORS_DIR || usualFolder): Promise<Group[]> {
  const path = join(folder, name)
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Error(
      `${path} is missing. Take testvectors_v1/${name} from https://github.com/C2SP/wycheproof and put it there, ` +
        'or name the folder it is in with VECTORS_DIR',
    )
  })
  const { testGroups } = JSON.parse(text) as { testGroups: { public?: JWK; private: JWK; tests: Case[] }[] }
  // A shared secret has no public half.
  return testGroups.map(({ public: publicJwk, private: secret, tests }) => ({
    jwk: publicJwk ?? secret,
    tests,
  }))
}

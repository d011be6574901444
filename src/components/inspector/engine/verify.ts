import { AuthError, errorMeanings } from '../../../../examples/stateless/src/errors.ts'
import { readHeader } from '../../../../examples/stateless/src/tokens/compact-jws.ts'
import { decodeBytes } from '../base64url.ts'
import { isSymmetric, type Policy } from '../policy.ts'
import type { Reading } from '../read-token.ts'
import { hmacSigner } from '../signing.ts'
import { checkClaims } from './check-claims.ts'
import { admit, chooseKey, completed } from './key-choice.ts'
import { keyFindings } from './key-findings.ts'
import { type KeyReading, readKey, type SecretEncoding } from './key-reading.ts'
import { Refusal } from './refusal.ts'
import { checkSignature } from './signature.ts'
import type { Step, StepName, Verification } from './verification.ts'

export interface Question {
  readonly reading: Reading
  readonly policy: Policy
  /** As it was pasted; empty for none. */
  readonly key: string
  readonly encoding: SecretEncoding
  readonly nowMs: number
}

/**
 * What a verifier says to a token: step by step as the starters check it, with their own code. A step is also tried
 * where the starters would have stopped before, as far as that tells something.
 */
export async function verify(question: Question): Promise<Verification> {
  const { reading, policy } = question
  const given = await readKey({ text: question.key, alg: policy.alg, encoding: question.encoding }).catch(
    refusal,
  )
  const key = given instanceof Refusal ? undefined : given
  const steps = await allSteps(
    question,
    key,
    given instanceof Refusal ? given.message : 'There is no key yet.',
  )
  const failed = steps.find(({ state }) => state === 'failed')
  const open = steps.find(({ state }) => state === 'open')
  return {
    state: failed ? 'refused' : open ? 'open' : 'accepted',
    text: (failed ?? open)?.text ?? 'Signature and claims are as you expect.',
    ...(failed?.code && { code: failed.code }),
    steps,
    keyText: given instanceof Refusal ? given.message : (key?.label ?? ''),
    keyIsRefused: given instanceof Refusal,
    keyIsPrivate: given instanceof Refusal && given.isPrivate,
    findings: await keyFindings(reading, key, policy.alg),
    ...(await signerOf(key, policy.alg)),
  }
}

async function signerOf(key: KeyReading | undefined, alg: string): Promise<Pick<Verification, 'signer'>> {
  const secret = isSymmetric(alg) ? key?.jwks[0]?.k : undefined
  return secret ? { signer: await hmacSigner(alg, decodeBytes(secret)) } : {}
}

const refusal = (error: unknown): Refusal => {
  if (error instanceof Refusal) return error
  throw error
}

async function allSteps(
  question: Question,
  key: KeyReading | undefined,
  noKey: string,
): Promise<readonly Step[]> {
  const { reading, policy, nowMs } = question
  const header = reading.header?.members ?? {}
  const form = await attempt('Form', formIsFine, async () => readHeader(reading.token))
  const algorithm = algorithmStep(header.alg, policy.alg)
  const choice = key && chooseKey(key, header)
  if (!choice) return [form, algorithm, open('Key', noKey), open('Signature', noKey), open('Claims', noKey)]
  if (!choice.jwk) {
    const unknown: Step = { name: 'Key', state: 'failed', code: 'token_key_unknown', text: choice.text }
    return [form, algorithm, unknown, open('Signature', choice.text), open('Claims', choice.text)]
  }
  const jwk = completed(choice.jwk, policy.alg, header)
  const keyStep = await attempt('Key', `${choice.text} It fits ${policy.alg}.`, () => admit(jwk, policy.alg))
  const signature =
    algorithm.state === 'passed'
      ? await checkSignature(reading.token, jwk, policy.alg)
      : open('Signature', 'Not tried: the algorithm is not the one you expect.')
  const before = [form, algorithm, keyStep, signature]
  if (before.some(({ state }) => state !== 'passed'))
    return [
      ...before,
      open('Claims', 'Not looked at: what is not signed by somebody you trust says nothing.'),
    ]
  const claims = await attempt('Claims', 'They are as you expect.', async () =>
    checkClaims(reading, policy, await admit(jwk, policy.alg), nowMs),
  )
  return [...before, claims]
}

const formIsFine = 'Three parts, each in its one right spelling, and a header of alg, kid and typ.'

const open = (name: StepName, text: string): Step => ({ name, state: 'open', text })

function algorithmStep(alg: unknown, expected: string): Step {
  const name = 'Algorithm'
  if (expected === '') return open(name, 'Choose the one that your issuer signs with.')
  if (alg === expected) return { name, state: 'passed', text: `${expected}, as you expect.` }
  const text = `The token says ${alg === undefined ? 'nothing' : String(alg)}, and you expect ${expected}.`
  return { name, state: 'failed', code: 'token_algorithm_invalid', text }
}

/** A step that passes unless it throws. */
async function attempt(name: StepName, passed: string, run: () => Promise<unknown>): Promise<Step> {
  try {
    await run()
    return { name, state: 'passed', text: passed }
  } catch (error) {
    if (!(error instanceof AuthError)) throw error
    return { name, state: 'failed', code: error.code, text: reasonOf(error) }
  }
}

/** The starters' words, and what is behind them where that is known. */
function reasonOf({ code, cause }: AuthError): string {
  const { title } = errorMeanings[code]
  if (code === 'token_key_unknown' && cause instanceof Error)
    return `The key cannot be used: ${cause.message}.`
  const claim = cause instanceof Error && 'claim' in cause ? String(cause.claim) : ''
  return claim ? `${title} (${claim}).` : `${title}.`
}

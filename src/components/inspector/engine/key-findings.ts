import { isKnownSecret } from '../../../../examples/stateless/src/keys/weak-secrets.ts'
import type { Finding, KeyRuleId } from '../findings.ts'
import { isSymmetric } from '../policy.ts'
import type { Reading } from '../read-token.ts'
import { isGuessed } from './common-secrets.ts'
import { isShort } from './key-choice.ts'
import type { KeyReading } from './key-reading.ts'

/** What is wrong with the key that was given, or with the secret that made the signature. */
export async function keyFindings(
  reading: Reading,
  key: KeyReading | undefined,
  alg: string,
): Promise<readonly Finding[]> {
  const checks: Readonly<Record<KeyRuleId, boolean | Promise<boolean>>> = {
    'secret-known': key?.secretText !== undefined && isKnownSecret(key.secretText),
    'secret-guessed': isGuessed(reading),
    'key-short': isSymmetric(alg) && (key?.jwks.some((jwk) => isShort(jwk.k ?? '', alg)) ?? false),
  }
  const found = await Promise.all(
    Object.entries(checks).map(async ([id, check]) => ((await check) ? [{ id: id as KeyRuleId }] : [])),
  )
  return found.flat().map(({ id }) => ({ id, places: [{ part: 'key' }] }))
}

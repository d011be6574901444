import { exportJWK, importSPKI, importX509 } from 'jose'
import { isSymmetric } from '../policy.ts'
import type { KeyReading } from './key-reading.ts'
import { privateKeyRefusal, Refusal } from './refusal.ts'

export const isPem = (text: string): boolean => text.includes('-----BEGIN ')

const importers = {
  'PUBLIC KEY': { label: 'A public key in PEM', read: importSPKI },
  CERTIFICATE: {
    label: 'The key of a certificate; its dates, its names and who vouches for it are not looked at',
    read: importX509,
  },
} as const

/** The public key of a PEM. @throws Refusal */
export async function readPem(pem: string, alg: string): Promise<KeyReading> {
  const names = Array.from(pem.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g), ([, name = '']) => name)
  if (names.some((name) => name.includes('PRIVATE KEY'))) throw privateKeyRefusal()
  if (names[0] === 'RSA PUBLIC KEY')
    throw new Refusal('This is PKCS #1. Make a SPKI of it: openssl rsa -RSAPublicKey_in -in key.pem -pubout')
  const importer = importers[names[0] as keyof typeof importers]
  if (!importer) throw new Refusal('This PEM holds neither a public key nor a certificate.')
  if (isSymmetric(alg))
    throw new Refusal(
      `This is a public key, and ${alg} is checked with a secret. A verifier that takes the one for the other accepts tokens from everybody who has the public key.`,
    )
  const key = await importer.read(pem, alg, { extractable: true }).catch(() => {
    throw new Refusal(`This PEM holds no key for ${alg}, or is not whole.`)
  })
  return { label: importer.label, jwks: [await exportJWK(key)], isSet: false }
}

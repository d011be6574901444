import type { Reading } from '../read-token.ts'
import { hmacSigner } from '../signing.ts'

/** Secrets from documentation, tutorials and boilerplates. The first thing that anybody tries. */
export const commonSecrets = [
  'secret',
  'Secret',
  'SECRET',
  'secret123',
  'secretkey',
  'secret-key',
  'secret_key',
  'my-secret',
  'mysecret',
  'mysecretkey',
  'my-secret-key',
  'supersecret',
  'super-secret',
  'super-secret-key',
  'supersecretkey',
  'topsecret',
  'top-secret',
  'verysecret',
  's3cr3t',
  'shhhhh',
  'jwt',
  'jwtsecret',
  'jwt-secret',
  'jwt_secret',
  'jwt-secret-key',
  'your-secret-key',
  'your_secret_key',
  'your-256-bit-secret',
  'your-384-bit-secret',
  'your-512-bit-secret',
  'a-string-secret-at-least-256-bits-long',
  'password',
  'password123',
  'changeme',
  'change-me',
  'keyboard cat',
  'letmein',
  'qwerty',
  'admin',
  'test',
  'testing',
  'token',
  'key',
  'private',
  'default',
  'example',
  'dev',
  'development',
  '123456',
  '12345678',
  '1234567890',
  '12345678901234567890123456789012',
] as const

/** Whether one of them made the signature. */
export async function isGuessed({ token, header }: Reading): Promise<boolean> {
  const alg = String(header?.members.alg)
  if (!/^HS(?:256|384|512)$/.test(alg)) return false
  const end = token.lastIndexOf('.')
  const [input, signature] = [token.slice(0, end), token.slice(end + 1)]
  const made = commonSecrets.map(async (secret) =>
    (await hmacSigner(alg, new TextEncoder().encode(secret))).sign(input),
  )
  return (await Promise.all(made)).includes(signature)
}

import assert from 'node:assert/strict'
import { algorithms } from '../../../src/components/inspector/policy.ts'
import { hmacToken, makeIssuer } from '../../kit/inspector-tokens.ts'
import type { Check } from '../check.ts'
import type { User } from '../user.ts'

const verdict = '.inspector [role=status]'
const secret = '0123456789abcdef'.repeat(4)

/** A token that is valid now, and the key to check it with. */
async function signed(alg: string): Promise<{ token: string; key: string }> {
  const iat = Math.floor(Date.now() / 1000)
  if (alg.startsWith('HS')) return { token: await hmacToken(secret, alg), key: secret }
  const issuer = await makeIssuer(alg)
  const token = await issuer.token({ iat, auth_time: iat, exp: iat + 3600 })
  return { token, key: JSON.stringify(issuer.jwk) }
}

/** What the signature step says. */
const seesSignature = (user: User, outcome: string) => user.sees(`Signature: ${outcome}`, '.inspector')

export const toolChecks: readonly Check[] = [
  {
    name: 'the inspector makes a token of its own, and accepts it',
    async run(user) {
      await user.visit('/tools/inspector/')
      await user.sees('Decoded.', verdict)
      await user.clicks('textbox', 'Token', '.inspector')
      await user.sees('Accepted.', verdict)
    },
  },
  {
    name: 'the inspector verifies every algorithm, and refuses a changed signature',
    async run(user) {
      await user.visit('/tools/inspector/')
      await user.clicks('textbox', 'Token', '.inspector')
      await user.sees('Accepted.', verdict)
      for (const alg of algorithms) {
        const { token, key } = await signed(alg)
        const keyField = alg.startsWith('HS') ? 'Secret' : 'Public key'
        await user.pastes('Token', token, '.inspector')
        await user.picks('Algorithm', alg, '.inspector')
        await user.pastes(keyField, key, '.inspector')
        await seesSignature(user, 'passed')
        const at = token.lastIndexOf('.') + 10
        const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
        await user.pastes('Token', changed, '.inspector')
        await seesSignature(user, 'failed')
      }
    },
  },
  {
    name: 'the inspector refuses a private key, and does not keep it',
    async run(user) {
      const { privateJwk } = await makeIssuer('Ed25519')
      await user.visit('/tools/inspector/')
      await user.clicks('textbox', 'Token', '.inspector')
      await user.sees('Accepted.', verdict)
      await user.pastes('Public key', JSON.stringify(privateJwk), '.inspector')
      await user.sees('was not read', '.inspector')
      const page = await user.evaluate(() => document.documentElement.outerHTML)
      assert.ok(!page.includes(String(privateJwk.d)))
    },
  },
  {
    name: 'the wizard answers, and its address brings the answer back',
    async run(user) {
      await user.visit('/choose/')
      await user.clicks('radio', 'Within 2 seconds', '.wizard')
      await user.clicks('radio', 'Reads and other low-risk routes', '.wizard')
      await user.sees('A revoked token stops within 2 seconds', '.wizard-card')
      const address = await user.waitFor(
        () => /revoke=2s.*outage=/.test(location.search) && location.pathname + location.search,
      )
      await user.visit('/')
      await user.visit(address)
      await user.sees('A revoked token stops within 2 seconds', '.wizard-card')
    },
  },
]

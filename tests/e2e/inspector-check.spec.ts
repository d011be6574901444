import { expect, test } from '@playwright/test'
import { certified, hmacToken, makeIssuer } from '../kit/inspector-tokens.ts'
import { InspectorPage } from './inspector-page.ts'

/** Valid now, for an hour. */
const current = () => {
  const iat = Math.floor(Date.now() / 1000)
  return { iat, auth_time: iat, exp: iat + 3600 }
}

test('each key kind verifies, and the key of another does not', async ({ page }) => {
  const issuer = await makeIssuer('ES256')
  const other = await makeIssuer('ES256')
  const token = await issuer.token(current())
  const inspector = await InspectorPage.ready(page)
  const keys = [
    [JSON.stringify(issuer.jwk), 'A JWK'],
    [JSON.stringify({ keys: [issuer.jwk] }), 'A key set with 1 key'],
    [issuer.spki, 'A public key in PEM'],
  ] as const
  for (const [key, kind] of keys) {
    await inspector.check(`Bearer ${token}`, { alg: 'ES256', key })
    await expect(inspector.key).toHaveAccessibleDescription(kind)
    await expect(inspector.verdict).toContainText('Accepted.')
  }
  await inspector.key.fill(other.spki)
  await expect(inspector.verdict).toContainText('Refused: token_signature_invalid')

  await inspector.check(certified.token, { alg: 'ES256', key: certified.certificate })
  await expect(inspector.verdict).toContainText('Accepted.')
})

test('a secret verifies as text and as base64url', async ({ page }) => {
  const token = await hmacToken('0123456789abcdef0123456789abcdef')
  const inspector = await InspectorPage.ready(page)
  await inspector.check(token, { alg: 'HS256', key: '0123456789abcdef0123456789abcdef' })
  const signature = inspector.region.getByRole('listitem').filter({ hasText: 'Signature:' })
  await expect(signature).toContainText('passed')
  await inspector.key.fill('MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY')
  await expect(signature).toContainText('failed')
  await inspector.region.getByLabel('The secret is written in base64url').check()
  await expect(signature).toContainText('passed')
})

test('a key can be typed as well as pasted', async ({ page }) => {
  const inspector = await InspectorPage.ready(page)
  await inspector.check(await hmacToken('0123456789abcdef0123456789abcdef'), { alg: 'HS256', key: '' })
  await expect(inspector.verdict).toContainText('There is no key yet.')
  await inspector.key.pressSequentially('0123456789abcdef0123456789abcdef')
  await expect(inspector.key).toBeFocused()
  await expect(inspector.region.getByRole('listitem').filter({ hasText: 'Signature:' })).toContainText(
    'passed',
  )
})

test('what is expected decides, and not what the token says', async ({ page }) => {
  const issuer = await makeIssuer('Ed25519')
  const token = await issuer.token(current())
  const inspector = await InspectorPage.ready(page)
  await inspector.token.fill(token)
  await expect(inspector.key, 'the key of an example is of no use for it').toHaveValue('')
  await expect(inspector.verdict).toContainText('Not verified. Choose the one that your issuer signs with.')
  await inspector.algorithm.selectOption('ES256')
  await expect(inspector.verdict).toContainText('Refused: token_algorithm_invalid')
  await inspector.algorithm.selectOption('Ed25519')
  await expect(inspector.verdict).toContainText('Not verified. There is no key yet.')
  await inspector.key.fill(JSON.stringify(issuer.jwk))
  await expect(inspector.verdict).toContainText('Accepted.')
  await inspector.region.getByLabel('Audience (aud)').fill('https://other.test')
  await expect(inspector.verdict).toContainText('Refused: token_audience_invalid')
  await inspector.region.getByLabel('Audience (aud)').fill('https://api.test')
  await inspector.region.getByLabel('Type (typ)').fill('JWT')
  await expect(inspector.verdict).toContainText('Refused: token_type_invalid')
})

test('a private key is refused and taken out of its field', async ({ page }) => {
  const { pkcs8, privateJwk } = await makeIssuer('Ed25519')
  const inspector = await InspectorPage.ready(page)
  for (const key of [pkcs8, JSON.stringify(privateJwk)]) {
    await inspector.key.fill(key)
    await expect(inspector.key).toHaveValue('')
    await expect(inspector.key).toHaveAccessibleDescription(/private key.*was not read/)
  }
  expect(await page.content()).not.toContain(privateJwk.d)
})

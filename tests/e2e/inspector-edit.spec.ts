import { expect, test } from '@playwright/test'
import { hmacToken } from '../kit/inspector-tokens.ts'
import { InspectorPage } from './inspector-page.ts'

test('a changed claim breaks the signature, and only the key mends it', async ({ page }) => {
  const inspector = await InspectorPage.ready(page)
  const { region, payload, token, verdict } = inspector
  const before = await token.inputValue()
  const text = await payload.inputValue()

  await payload.fill(text.replace('customer', 'admin'))
  await expect(verdict).toContainText('Refused: token_signature_invalid')
  await expect(region.getByText('roles (payload) changed')).toBeVisible()
  await expect(inspector.member('Claims', 'roles')).toContainText('admin')
  expect((await token.inputValue()).split('.')[2], 'the signature is the old one').toBe(before.split('.')[2])

  await payload.fill(text)
  await expect(token, 'an edit that was taken back by hand').toHaveValue(before)
  await expect(verdict).toContainText('Accepted.')

  await payload.fill(text.replace('customer', 'admin'))
  const undo = region.getByRole('button', { name: 'Undo the edits' })
  await undo.click()
  await expect(token).toHaveValue(before)
  await expect(payload).toHaveValue(text)
  await expect(undo).toBeFocused()

  await payload.fill(text.replace('customer', 'admin'))
  await expect(verdict).toContainText('Refused: token_signature_invalid')
  await region.getByRole('button', { name: 'Sign again' }).click()
  await expect(verdict).toContainText('Accepted.')
  await expect(region.getByText('whoever holds the signing key can write what they like')).toBeVisible()
  await expect(inspector.member('Claims', 'roles')).toContainText('admin')
})

test('the header can be changed too, and the key signs under its own algorithm alone', async ({ page }) => {
  const inspector = await InspectorPage.ready(page)
  const header = inspector.region.getByRole('textbox', { name: 'Header' })
  await header.fill('{"alg": "none", "typ": "at+jwt"}')
  await expect(inspector.finding('The algorithm is none')).toBeVisible()
  const sign = inspector.region.getByRole('button', { name: 'Sign again' })
  await expect(sign).toBeDisabled()
  await expect(sign).toHaveAccessibleDescription(/signs with Ed25519/)
})

test('what is no JSON yet leaves the token as it is', async ({ page }) => {
  const inspector = await InspectorPage.ready(page)
  const before = await inspector.token.inputValue()
  await inspector.payload.fill('{"sub": ')
  await expect(inspector.payload).toHaveAccessibleDescription(/Not a JSON object yet/)
  await expect(inspector.payload).toHaveAttribute('aria-invalid', 'true')
  await expect(inspector.token).toHaveValue(before)
})

test('with a secret of their own a reader can sign, and without the key nobody can', async ({ page }) => {
  const secret = '0123456789abcdef0123456789abcdef'
  const inspector = await InspectorPage.ready(page)
  await inspector.token.fill(await hmacToken(secret))
  const sign = inspector.region.getByRole('button', { name: 'Sign again' })
  await expect(sign).toBeDisabled()
  await inspector.algorithm.selectOption('HS256')
  await inspector.key.fill(secret)
  const signature = inspector.region.getByRole('listitem').filter({ hasText: 'Signature:' })
  await expect(signature).toContainText('passed')
  await inspector.payload.fill('{"sub": "somebody else"}')
  await expect(signature).toContainText('failed')
  await sign.click()
  await expect(signature).toContainText('passed')
  await expect(inspector.member('Claims', 'sub')).toContainText('somebody else')
})

test('a character that is changed by hand is an edit of the example', async ({ page }) => {
  const inspector = await InspectorPage.ready(page)
  const token = await inspector.token.inputValue()
  await inspector.token.fill(`${token.slice(0, -4)}AAAA`)
  await expect(inspector.verdict).toContainText('Refused: token_signature_invalid')
})

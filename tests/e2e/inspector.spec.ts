import { expect, test } from '@playwright/test'
import { settled } from '../kit/browser/pages.ts'
import { written } from '../kit/inspector-tokens.ts'
import { InspectorPage } from './inspector-page.ts'

test('it begins with a token of its own, taken apart and explained', async ({ page }) => {
  const inspector = await InspectorPage.open(page)
  for (const part of ['Header', 'Payload', 'Signature'])
    await expect(inspector.region.getByRole('term').filter({ hasText: part })).toBeVisible()
  await expect(inspector.member('Header', 'alg')).toContainText('RFC 7515, section 4.1.1')
  await expect(inspector.member('Claims', 'exp')).toContainText(/UTC, in 4 min \d+ s/)
  await expect(inspector.verdict).toContainText('Found: nothing')

  await inspector.token.hover()
  await expect(inspector.verdict).toContainText('Accepted. Signature and claims are as you expect.')
})

for (const [label, verdict, finding] of [
  ['An expired one', 'Refused: token_expired', 'The token has expired'],
  ['One signed with ES256', 'Accepted', undefined],
  ['Algorithm none', 'Refused: token_malformed', 'The algorithm is none'],
  ['HS256 with a secret that is known', 'Accepted', 'The secret is in a public list'],
  ['HS256 with a word for a secret', 'Refused: token_key_unknown', 'This page guessed the secret'],
  ['No expiry, no audience', 'Refused: token_type_invalid', 'The token never expires'],
  ['Another spelling of the signature', 'Refused: token_malformed', 'The encoding is not canonical'],
  ['With the attacker’s own key in it', 'Refused: token_header_invalid', 'The token brings its own key'],
] as const)
  test(`one of its examples: ${label}`, async ({ page }) => {
    const inspector = await InspectorPage.ready(page)
    await inspector.pick(label)
    await expect(inspector.verdict).toContainText(verdict)
    if (finding) await expect(inspector.finding(finding)).toBeVisible()
  })

test('an example can be the first action', async ({ page }) => {
  const inspector = await InspectorPage.open(page)
  await inspector.picks.selectOption('An expired one')
  await expect(inspector.verdict).toContainText('Refused: token_expired')
})

test('what is pasted while an example is being made stays', async ({ page }) => {
  const inspector = await InspectorPage.ready(page)
  await inspector.region.evaluate((region) => {
    const [pick, token] = [region.querySelector('select'), region.querySelector('textarea')]
    if (!pick || !token) throw new Error('The inspector has other fields')
    pick.selectedIndex = 2
    pick.dispatchEvent(new Event('change', { bubbles: true }))
    token.value = 'pasted'
    token.dispatchEvent(new Event('input', { bubbles: true }))
  })
  // A key takes a while to make. Once there is one that was begun later, the example's is there as well.
  await page.evaluate(() => crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign']))
  await settled(page)
  await expect(inspector.token).toHaveValue('pasted')
  await expect(inspector.verdict).toContainText('No JWT.')
})

test('a code leads to what it means', async ({ page }) => {
  const inspector = await InspectorPage.ready(page)
  await inspector.picks.selectOption('An expired one')
  await inspector.region.getByRole('link', { name: 'token_expired' }).click()
  await expect(page).toHaveURL(/\/reference\/errors\/#token_expired$/)
  await expect(page.locator(':target')).toContainText('token_expired')
})

test('a verifier that did not load says so, and what to do', async ({ page, context }) => {
  const inspector = await InspectorPage.open(page)
  await context.setOffline(true)
  await inspector.token.focus()
  await expect(inspector.verdict).toContainText('The verifier did not load.')
  await expect(inspector.verdict).toContainText('Check the connection and reload the page')
  await context.setOffline(false)
  await InspectorPage.ready(page)
})

for (const [what, input, says, marked] of [
  ['text', 'no token', 'there is no dot in it', undefined],
  ['padding', written({}, {}, 'AA=='), 'no padding', '='],
  [
    'JSON with a mistake',
    written('{"alg":none}', {}),
    'At character 8 of its text there should be a value',
    'n',
  ],
] as const)
  test(`what is no JWT says why and where: ${what}`, async ({ page }) => {
    const inspector = await InspectorPage.ready(page)
    await inspector.token.fill(input)
    await expect(inspector.token).toHaveAttribute('aria-invalid', 'true')
    await expect(inspector.token).toHaveAccessibleDescription(new RegExp(says))
    await expect(inspector.verdict).toContainText(`No JWT.`)
    if (marked) await expect(inspector.region.locator('mark').first()).toHaveText(marked)
  })

test('a token that expires while it is looked at is refused from then on', async ({ page }) => {
  await page.clock.install()
  const inspector = await InspectorPage.ready(page)
  await page.clock.runFor('05:10')
  await expect(inspector.verdict).toContainText('Refused: token_expired')
  await expect(inspector.member('Claims', 'exp')).toContainText('ago')
})

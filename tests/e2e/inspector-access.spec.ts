import { expect, test } from '@playwright/test'
import { collectFaults, overflowPx } from '../kit/browser/pages.ts'
import { written } from '../kit/inspector-tokens.ts'
import { InspectorPage } from './inspector-page.ts'

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [360, 1280])
    test(`in every state it is sound: ${colorScheme}, ${width} px`, async ({ page }) => {
      const faults = collectFaults(page)
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 900 })
      const inspector = await InspectorPage.ready(page)
      const states = [
        ['good', () => inspector.pick('A good access token'), 'Accepted.'],
        ['weak', () => inspector.pick('HS256 with a word for a secret'), 'Refused: token_key_unknown'],
        ['key refused', () => inspector.key.fill('-----BEGIN PRIVATE KEY-----'), 'Not verified.'],
        ['no JWT', () => inspector.token.fill(written('{"alg":none}', {})), 'No JWT.'],
        [
          'very long',
          () => inspector.token.fill(written({}, { x: 'x'.repeat(9000) })),
          'Refused: token_too_large',
        ],
        ['empty', () => inspector.region.getByRole('button', { name: 'Clear' }).click(), 'Paste a token'],
      ] as const
      for (const [state, enter, verdict] of states) {
        await enter()
        await expect(inspector.verdict, state).toContainText(verdict)
        expect(await overflowPx(page), state).toBe(0)
        expect(await inspector.axeViolations(), state).toEqual([])
      }
      expect(faults).toEqual([])
    })

test('the keyboard alone picks, reads, checks, edits and signs', async ({ page }) => {
  const inspector = await InspectorPage.open(page)
  const press = (...keys: string[]) =>
    keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve())
  await inspector.picks.focus()
  await expect(inspector.verdict).toContainText('Accepted.')
  await press('ArrowDown')
  await expect(inspector.verdict).toContainText('Refused: token_expired')
  await press('Tab')
  await expect(inspector.region.getByRole('button', { name: 'Clear' })).toBeFocused()
  await press('Tab')
  await expect(inspector.token).toBeFocused()

  await press('Tab')
  const summary = inspector.finding('The token has expired').locator('summary')
  await expect(summary).toBeFocused()
  await press('Enter')
  await expect(inspector.region.getByText('every verifier has to refuse it')).toBeHidden()
  await press('Enter')
  await expect(inspector.region.getByText('every verifier has to refuse it')).toBeVisible()

  await inspector.picks.focus()
  await press('ArrowUp')
  await expect(inspector.verdict).toContainText('Accepted.')
  await inspector.algorithm.focus()
  const order = ['Type (typ)', 'Issuer (iss)', 'Audience (aud)', 'Clock tolerance in seconds']
  for (const label of order) {
    await press('Tab')
    await expect(inspector.region.getByLabel(label)).toBeFocused()
  }
  await press('Tab', 'Space', 'Tab')
  await expect(inspector.key).toBeFocused()
  await expect(inspector.region.getByLabel(/^As strict as the starters/)).not.toBeChecked()

  await press('Tab', 'Tab')
  await expect(inspector.payload).toBeFocused()
  await press('ControlOrMeta+a')
  await page.keyboard.insertText('{"sub": "typed"}')
  await expect(inspector.verdict).toContainText('Refused: token_signature_invalid')
  await press('Tab', 'Tab', 'Enter')
  await expect(inspector.member('Claims', 'sub')).toContainText('typed')
  await expect(inspector.verdict).toContainText('Refused: token_issuer_invalid')
})

test('what has the focus is not below the verdict', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 640 })
  const inspector = await InspectorPage.ready(page)
  await inspector.payload.focus()
  const covered: string[] = []
  // Backwards, so that what comes into view comes from above, where the verdict is.
  for (let i = 0; i < 20; i++) {
    await page.keyboard.press('Shift+Tab')
    covered.push(...(await page.evaluate(focusBelowVerdict)))
  }
  expect(covered).toEqual([])
})

/** The element that has the focus, if the verdict lies over its upper edge. */
function focusBelowVerdict(): string[] {
  const [verdict, focused] = [document.querySelector('.inspector-verdict'), document.activeElement]
  if (!verdict || !focused) return ['nothing']
  const isBelow = focused.getBoundingClientRect().top < verdict.getBoundingClientRect().bottom
  return isBelow ? [focused.outerHTML.slice(0, 80)] : []
}

test('the verdict is read out when it changes, and not each second', async ({ page }) => {
  const inspector = await InspectorPage.ready(page)
  const changes = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let count = 0
        const status = document.querySelector('.inspector-verdict') as Element
        new MutationObserver((records) => {
          count += records.length
        }).observe(status, { subtree: true, childList: true, characterData: true })
        // The dates in the table have moved on three times by then.
        let ticks = 0
        const cell = document.querySelector('.inspector-members[data-part=payload] td') as Element
        new MutationObserver(() => {
          ticks += 1
          if (ticks === 3) resolve(count)
        }).observe(cell.closest('table') as Element, { subtree: true, childList: true, characterData: true })
      }),
  )
  expect(await changes).toBe(0)
  await expect(inspector.verdict).toContainText('Accepted.')
})

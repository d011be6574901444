import { expect, test } from '@playwright/test'
import { exampleNames } from '../../src/sandbox/example-files.ts'
import { SandboxPage } from '../kit/browser/sandbox-page.ts'
import { expectedStory, readStory } from '../kit/story.ts'

// Against StackBlitz's hosted runtime, on a machine with a network: npm run test:webcontainer

async function boot(sandbox: SandboxPage): Promise<void> {
  await sandbox.runtime.selectOption('WebContainer')
  await expect(sandbox.status).toContainText('the next Run uses real Node')
}

for (const name of exampleNames) {
  test(`${name} tells its story in the hosted runtime`, async ({ page }) => {
    const sandbox = await SandboxPage.open(page, name)
    await boot(sandbox)
    await sandbox.runIn('WebContainer')
    expect(readStory(await sandbox.lines())).toEqual(expectedStory(name))
  })
}

for (const algorithm of ['HS256', 'ES256', 'Ed25519', 'RS256']) {
  test(`jose signs and verifies ${algorithm}`, async ({ page }) => {
    const sandbox = await SandboxPage.open(page, 'stateless')
    await boot(sandbox)
    await sandbox.replaceDemo(signAndVerify(algorithm))
    await sandbox.run.click()
    await expect(sandbox.output).toContainText(`${algorithm} verified for alice`)
  })
}

const signAndVerify = (algorithm: string) => `
import { exportJWK, generateKeyPair, generateSecret, importJWK, jwtVerify, SignJWT } from 'jose'
const symmetric = '${algorithm}'.startsWith('HS')
const made = symmetric ? await generateSecret('${algorithm}', { extractable: true })
  : await generateKeyPair('${algorithm}', { extractable: true })
const [signing, verifying] = symmetric ? [made, made] : [made.privateKey, made.publicKey]
// Through JWK and back, as keys travel in the starters.
const again = async (key) => importJWK(await exportJWK(key), '${algorithm}')
const token = await new SignJWT({ sub: 'alice' }).setProtectedHeader({ alg: '${algorithm}' }).sign(await again(signing))
const { payload } = await jwtVerify(token, await again(verifying), { algorithms: ['${algorithm}'] })
console.log('${algorithm} verified for', payload.sub)
`

test('a Redis server listens in it, and the story uses that', async ({ page }) => {
  const sandbox = await SandboxPage.open(page, 'redis')
  await boot(sandbox)
  await sandbox.runIn('WebContainer')
  await sandbox.tab('Redis').click()
  await sandbox.region.getByLabel(/^Start a Redis server/).check()
  await sandbox.runIn('WebContainer')
  expect(readStory(await sandbox.lines())).toEqual(expectedStory('redis'))
})

test('its servers answer requests and can be previewed', async ({ page }) => {
  const sandbox = await SandboxPage.open(page, 'stateless')
  await boot(sandbox)
  await sandbox.runIn('WebContainer')
  await sandbox.tab('Requests').click()
  await sandbox.region.getByRole('button', { name: 'Send' }).click()
  await expect(sandbox.region.getByText('Answer 1: 200')).toBeVisible()
  await sandbox.tab('Preview').click()
  await expect(page.frameLocator('iframe[title^="Preview"]').getByText('"status":"ok"')).toBeVisible()
})

test('the terminal runs the demo, the tests, and npm install', async ({ page }) => {
  const sandbox = await SandboxPage.open(page, 'redis')
  await boot(sandbox)
  await sandbox.tab('Terminal').click()
  await sandbox.region.getByTitle('Terminal').scrollIntoViewIfNeeded()
  const terminal = page.frameLocator('iframe[title=Terminal]')
  await terminal.getByRole('textbox').focus()
  for (const [command, answer] of [
    ['node --version', /v\d+\.\d+/],
    ['node src/demo.ts', 'token_expired'],
    ['npm test', /fail\s+0/],
    ['npm install is-number', /added \d+|up to date/],
  ] as const) {
    await page.keyboard.type(`${command}\n`)
    await expect(terminal.locator('.xterm-rows')).toContainText(answer)
  }
})

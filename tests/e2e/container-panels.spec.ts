import { test as base, expect } from '@playwright/test'
import { collectFaults, overflowPx } from '../kit/browser/pages.ts'
import { SandboxPage } from '../kit/browser/sandbox-page.ts'
import { WebContainerDouble } from '../kit/webcontainer/double.ts'

interface Fixtures {
  double: WebContainerDouble
  faults: string[]
  /** Its container is up. */
  booted: SandboxPage
  /** Its program runs in the container. */
  sandbox: SandboxPage
}

const test = base.extend<Fixtures>({
  double: async ({ context }, use) => {
    const double = await WebContainerDouble.install(context)
    await use(double)
    await double.close()
  },
  faults: async ({ page }, use) => use(collectFaults(page)),
  booted: async ({ page, double, faults }, use) => {
    void double
    void faults
    const sandbox = await SandboxPage.open(page, 'redis')
    await sandbox.bootContainer()
    await use(sandbox)
  },
  sandbox: async ({ booted }, use) => {
    await booted.runIn('WebContainer')
    await use(booted)
  },
})

test('Requests reach the server in the container, with a token of the story or of a login', async ({
  sandbox,
  faults,
}) => {
  await sandbox.tab('Requests').click()
  await sandbox.region.getByRole('button', { name: 'Send' }).click()
  await expect(sandbox.region.getByText('Answer 1: 200')).toBeVisible()
  await sandbox.region.getByLabel('Route').selectOption('API GET /me')
  await sandbox.region.getByRole('button', { name: 'Send' }).click()
  await expect(sandbox.region.getByText('Answer 2: 200')).toBeVisible()
  await sandbox.region.getByLabel('Token').selectOption('')
  await sandbox.region.getByRole('button', { name: 'Send' }).click()
  await expect(sandbox.region.getByText('Answer 3: 401')).toBeVisible()
  expect(faults).toEqual([])
})

test('Preview shows the servers as a browser sees them', async ({ page, sandbox, faults }) => {
  await sandbox.tab('Preview').click()
  const preview = page.frameLocator('iframe[title^="Preview"]')
  await expect(preview.getByText('{"status":"ok"}')).toBeVisible()
  await sandbox.region.getByLabel('Path').selectOption('/.well-known/jwks.json')
  await expect(preview.getByText('"kty"')).toBeVisible()
  await sandbox.region.getByLabel('Path').selectOption('/metrics')
  await expect(preview.getByText('# HELP').first()).toBeVisible()
  await sandbox.region.getByLabel('Server').selectOption('API service, port 4001')
  await expect(page.locator('iframe[title^="Preview"]')).toHaveAttribute('src', /--4001\./)
  await expect(preview.getByText('# HELP').first()).toBeVisible()
  expect(await sandbox.axeViolations()).toEqual([])
  expect(faults).toEqual([])
})

test('the mock cannot be made ill: status and Redis say so, and a server can', async ({ sandbox }) => {
  await expect(sandbox.status).toContainText('Its Redis is a mock')
  await sandbox.tab('Redis').click()
  await expect(sandbox.region.getByText('is a mock inside the program')).toBeVisible()
  await expect(sandbox.region.getByLabel('Refuses connections')).toHaveCount(0)
  await sandbox.region.getByLabel(/^Start a Redis server/).check()
  await sandbox.runIn('WebContainer')
  await expect(sandbox.status).not.toContainText('mock')
  await sandbox.tab('Redis').click()
  await expect(sandbox.region.getByLabel('Refuses connections')).toBeVisible()
  await expect(sandbox.region.getByRole('rowheader', { name: 'epoch:{user-1}' })).toBeVisible()
  expect(await sandbox.axeViolations()).toEqual([])
})

test.describe('the terminal', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

  const rows = (sandbox: SandboxPage) =>
    sandbox.page.frameLocator('iframe[title=Terminal]').locator('.xterm-rows')

  async function openTerminal(sandbox: SandboxPage): Promise<void> {
    await sandbox.tab('Terminal').click()
    // xterm writes nothing where nobody can see it.
    await sandbox.region.getByTitle('Terminal').scrollIntoViewIfNeeded()
    await expect(rows(sandbox)).toContainText('>')
    await sandbox.page.frameLocator('iframe[title=Terminal]').getByRole('textbox').focus()
  }

  test('runs the demo and the tests of the starter', async ({ page, booted: sandbox, faults }) => {
    test.slow()
    await openTerminal(sandbox)
    await page.keyboard.type('node src/demo.ts | tail -1\n')
    await expect(rows(sandbox)).toContainText('token_expired')
    await page.keyboard.type('npm test\n')
    await expect(rows(sandbox)).toContainText(/pass\s+\d+/, { timeout: 180_000 })
    await expect(rows(sandbox)).toContainText(/fail\s+0/)
    expect(faults).toEqual([])
  })

  test('hands on what is typed to a program that reads it', async ({ page, booted: sandbox }) => {
    await openTerminal(sandbox)
    // Enter means a new line to a program only when the shell has handed the terminal over.
    await page.keyboard.type('echo ready$((1+1)); cat\n')
    await expect(rows(sandbox)).toContainText('ready2')
    await page.keyboard.type('typed\n')
    await expect(rows(sandbox)).toContainText(/typed\s*typed/)
    await page.keyboard.press('Control+c')
    await expect(rows(sandbox)).toContainText(/\^C\s*>/)
    await page.keyboard.type('echo still$((1+1))\n')
    await expect(rows(sandbox)).toContainText('still2')
  })

  test('the starter’s own server can be started beside the program', async ({ page, sandbox }) => {
    await openTerminal(sandbox)
    await page.keyboard.type('node src/server.ts\n')
    await expect(rows(sandbox)).toContainText('API service: http')
    await sandbox.tab('Preview').click()
    await sandbox.region.getByLabel('Server').selectOption('port 3001')
    await expect(sandbox.region.getByText('A server that forbids frames')).toBeVisible()
  })

  test('what is edited here is there, and what is changed there stays', async ({ page, booted: sandbox }) => {
    await sandbox.replaceDemo("console.log('from the editor')")
    await sandbox.run.click()
    await expect(sandbox.output).toContainText('from the editor')
    await openTerminal(sandbox)
    await page.keyboard.type('cat src/demo.ts; echo \'console.log("from the shell")\' > src/demo.ts\n')
    await expect(rows(sandbox)).toContainText("console.log('from the editor')")
    await sandbox.run.click()
    await expect(sandbox.output).toContainText('from the shell')
  })

  test('a new size reaches the shell', async ({ page, booted: sandbox, double }) => {
    await openTerminal(sandbox)
    await page.setViewportSize({ width: 500, height: 800 })
    await expect.poll(() => double.count('resize')).toBeGreaterThan(0)
    // The size is set by a program of its own, which may come later than the question.
    await expect(async () => {
      const { values } = double.calls.findLast(({ method }) => method === 'resize') ?? { values: [] }
      await page.keyboard.type('clear; tput cols\n')
      const columns = String((values[2] as { cols: number }).cols)
      await expect(rows(sandbox)).toContainText(columns, { timeout: 5_000 })
    }).toPass()
    expect(await overflowPx(page)).toBe(0)
  })

  test('copies what is selected', async ({ page, booted: sandbox }) => {
    await openTerminal(sandbox)
    await page.keyboard.type('echo unmistakable\n')
    const line = rows(sandbox).locator('> div', { hasText: /^unmistakable/ })
    await line.dblclick({ position: { x: 20, y: 6 }, force: true })
    await page.keyboard.press('Control+c')
    const copied = () => page.evaluate(() => navigator.clipboard.readText())
    await sandbox.tab('Terminal').focus()
    await expect.poll(copied).toBe('unmistakable')
  })

  test('can be left by keyboard', async ({ page, booted: sandbox }) => {
    await openTerminal(sandbox)
    const active = () => page.evaluate(() => document.activeElement?.tagName)
    await expect.poll(active).toBe('IFRAME')
    await page.keyboard.press('Tab')
    await page.keyboard.type('echo inside$((1+1))\n')
    await expect(rows(sandbox)).toContainText('inside2')
    expect(await active()).toBe('IFRAME')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Tab')
    await expect.poll(active).not.toBe('IFRAME')
  })

  test('has a screen reader mode, and axe finds nothing', async ({ page, booted: sandbox }) => {
    await openTerminal(sandbox)
    await sandbox.region.getByLabel('Screen reader mode').check()
    await page.frameLocator('iframe[title=Terminal]').getByRole('textbox').focus()
    await page.keyboard.type('echo heard\n')
    const list = page.frameLocator('iframe[title=Terminal]').getByRole('list')
    await expect(list.getByRole('listitem').filter({ hasText: /^heard/ })).toHaveCount(1)
    expect(await sandbox.axeViolations()).toEqual([])
  })

  test('says how its shell ended and offers another', async ({ page, booted: sandbox }) => {
    await openTerminal(sandbox)
    await page.keyboard.type('exit 3\n')
    await expect(sandbox.region.getByText('The shell ended with exit code 3.')).toBeVisible()
    await sandbox.region.getByRole('button', { name: 'New shell' }).click()
    await expect(rows(sandbox)).not.toContainText('exit 3')
    await expect(rows(sandbox)).toContainText('>')
    await page.keyboard.type('echo again$((1+1))\n')
    await expect(rows(sandbox)).toContainText('again2')
  })

  test('is loaded only when it is opened', async ({ page, sandbox }) => {
    const loaded: string[] = []
    page.on('request', (request) => loaded.push(request.url()))
    await sandbox.tab('Preview').click()
    await expect(page.frameLocator('iframe[title^="Preview"]').getByText('{"status":"ok"}')).toBeVisible()
    expect(loaded.filter((url) => url.includes('/runtime/terminal'))).toEqual([])
    await openTerminal(sandbox)
    expect(loaded.filter((url) => url.includes('/runtime/terminal')).length).toBe(1)
  })
})

test('without a container the panels say what they need', async ({ page, context }) => {
  await context.route('https://stackblitz.com/**', (route) => route.abort())
  const sandbox = await SandboxPage.open(page, 'redis')
  for (const panel of ['Preview', 'Terminal']) {
    await sandbox.tab(panel).click()
    await expect(sandbox.region.getByText('This needs a WebContainer').filter({ visible: true })).toHaveCount(
      1,
    )
  }
  expect(await sandbox.axeViolations()).toEqual([])
})

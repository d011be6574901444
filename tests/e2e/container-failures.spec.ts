import { test as base, expect } from '@playwright/test'
import { SandboxPage } from '../kit/browser/sandbox-page.ts'
import { expectedStory, readStory } from '../kit/story.ts'
import { isWholeProduct } from '../kit/tier.ts'
import { WebContainerDouble } from '../kit/webcontainer/double.ts'

// Every way in which a WebContainer can fail. In each the reader gets output, the reason, and a way on.

const bootLimitMs = 20_000

const test = base.extend<{ double: WebContainerDouble; sandbox: SandboxPage }>({
  double: async ({ context }, use) => {
    const double = await WebContainerDouble.install(context)
    await use(double)
    await double.close()
  },
  sandbox: async ({ page, double }, use) => {
    void double
    // Time goes on as usual, and can be made to jump.
    await page.clock.install()
    await use(await SandboxPage.open(page, 'redis'))
  },
})

/** Whatever became of the container, the page has told the whole story. */
async function expectStoryInPage(sandbox: SandboxPage): Promise<void> {
  await sandbox.runIn('In-page')
  expect(readStory(await sandbox.lines())).toEqual(expectedStory('redis'))
}

async function expectStoryInContainer(sandbox: SandboxPage): Promise<void> {
  await sandbox.status.getByText('the next Run uses real Node').waitFor()
  await sandbox.runIn('WebContainer')
  expect(readStory(await sandbox.lines())).toEqual(expectedStory('redis'))
}

/** The way on is open. One test of a failure goes it to the end; with everything there is, all do. */
async function expectContainerAgain(sandbox: SandboxPage): Promise<void> {
  await sandbox.status.getByText('the next Run uses real Node').waitFor()
  if (isWholeProduct) await expectStoryInContainer(sandbox)
}

const step = (sandbox: SandboxPage, name: string) =>
  sandbox.region.getByRole('list', { name: 'WebContainer' }).getByRole('listitem').filter({ hasText: name })

test('while it boots, Run answers from the page; once it is up, the next Run uses it', async ({
  sandbox,
  double,
}) => {
  const gate = Promise.withResolvers<void>()
  double.faults.gates.build = gate.promise
  await expectStoryInPage(sandbox)
  await expect(sandbox.status).toContainText('is starting')
  await expect(step(sandbox, 'boot')).toContainText('running')
  await expectStoryInPage(sandbox)
  gate.resolve()
  await expectStoryInContainer(sandbox)
  for (const name of ['reach', 'boot', 'mount', 'start', 'ready'])
    await expect(step(sandbox, name)).toContainText(/done \d+\.\d s/)
  expect(await sandbox.axeViolations()).toEqual([])
})

test('the host is blocked: the reason, and Retry works once it is gone', async ({ sandbox, double }) => {
  double.faults.host = 'blocked'
  await expectStoryInPage(sandbox)
  await sandbox.status.getByText('stackblitz.com could not be reached').waitFor()
  await expect(step(sandbox, 'reach')).toContainText('failed')
  delete double.faults.host
  await sandbox.retry.click()
  await expectStoryInContainer(sandbox)
})

// An address without a key is answered 404.
for (const status of [404, 500]) {
  test(`the host answers ${status}: the reason, and Retry works once it is gone`, async ({
    page,
    sandbox,
    double,
  }) => {
    double.faults.host = status
    await expectStoryInPage(sandbox)
    await expect(step(sandbox, 'reach')).toContainText('running')
    await page.clock.fastForward(bootLimitMs)
    await sandbox.status.getByText('key or address not allowed').waitFor()
    delete double.faults.host
    await sandbox.retry.click()
    await expectContainerAgain(sandbox)
  })
}

test('the host never says a word', async ({ page, sandbox, double }) => {
  double.faults.gates.init = new Promise(() => {})
  await expectStoryInPage(sandbox)
  await expect(step(sandbox, 'reach')).toContainText('running')
  await page.clock.fastForward(bootLimitMs)
  await sandbox.status.getByText('stackblitz.com did not start it in time').waitFor()
  double.faults.gates = {}
  await sandbox.retry.click()
  await expectContainerAgain(sandbox)
})

test('a slow boot under the limit is used', async ({ page, sandbox, double }) => {
  const gate = Promise.withResolvers<void>()
  double.faults.gates.build = gate.promise
  await expectStoryInPage(sandbox)
  await expect(step(sandbox, 'boot')).toContainText('running')
  await page.clock.fastForward(bootLimitMs / 2)
  await expect(sandbox.status).toContainText('is starting')
  gate.resolve()
  await expectStoryInContainer(sandbox)
})

test('a boot over the limit is given up, and kept when it completes late', async ({
  page,
  sandbox,
  double,
}) => {
  const gate = Promise.withResolvers<void>()
  double.faults.gates.build = gate.promise
  await expectStoryInPage(sandbox)
  await expect(step(sandbox, 'boot')).toContainText('running')
  await page.clock.fastForward(bootLimitMs)
  await sandbox.status.getByText('takes longer than the limit').waitFor()
  await expectStoryInPage(sandbox)
  gate.resolve()
  await expectStoryInContainer(sandbox)
})

test('the boot is refused', async ({ sandbox, double }) => {
  double.faults.errors.build = 'Unable to create more instances'
  await expectStoryInPage(sandbox)
  await sandbox.status.getByText('refused to boot').waitFor()
  await expect(step(sandbox, 'boot')).toContainText('failed')
  double.faults.errors = {}
  await sandbox.retry.click()
  await expectContainerAgain(sandbox)
})

test('the files cannot be mounted', async ({ sandbox, double }) => {
  double.faults.errors.loadFiles = 'no space'
  await expectStoryInPage(sandbox)
  await sandbox.status.getByText('could not be put into it').waitFor()
  double.faults.errors = {}
  await sandbox.retry.click()
  await expectContainerAgain(sandbox)
})

test('Node does not start in it: the same Run goes on in the page', async ({ sandbox, double }) => {
  await sandbox.bootContainer()
  double.faults.errors.spawn = 'no more processes'
  await expectStoryInPage(sandbox)
  await expect(sandbox.output).toContainText('The WebContainer failed. The same files run in the page now.')
  await expect(sandbox.status).toContainText('Node did not start')
  double.faults.errors = {}
  await sandbox.retry.click()
  await expectContainerAgain(sandbox)
})

test('a program that exits with 1 is the program’s own affair', async ({ sandbox, double }) => {
  await sandbox.bootContainer()
  await sandbox.replaceDemo("console.log('out')\nprocess.exit(1)")
  await sandbox.run.click()
  await expect(sandbox.status).toContainText('WebContainer: the program ended with exit code 1')
  await expect(sandbox.output).toContainText('exited: The program ended with exit code 1')
  expect(double.count('build')).toBe(1)
  await sandbox.reset.click()
  await sandbox.runIn('WebContainer')
})

test('the process is killed, and its ports close: said, and Run starts it again', async ({
  sandbox,
  double,
}) => {
  await sandbox.bootContainer()
  await sandbox.runIn('WebContainer')
  await sandbox.tab('Preview').click()
  await expect(sandbox.region.getByTitle('Preview of /healthz')).toBeVisible()
  await double.killAll()
  await expect(sandbox.status).toContainText('WebContainer: the program ended with exit code 137')
  await expect(sandbox.region.getByText('No server is up in the container')).toBeVisible()
  await sandbox.runIn('WebContainer')
})

const waiting = "console.log('begun')\nawait new Promise((over) => setTimeout(over, 600_000))"

test('it dies in the midst of a run: the page runs the same files', async ({ sandbox, double }) => {
  await sandbox.bootContainer()
  await sandbox.replaceDemo(waiting)
  await sandbox.run.click()
  await expect(sandbox.status).toContainText('WebContainer: running')
  await expect(sandbox.output).toHaveText('begun')
  await double.crash('out of memory')
  await expect(sandbox.status).toContainText('In-page: running')
  await expect(sandbox.output).toContainText('The WebContainer failed. The same files run in the page now.')
  await expect(sandbox.output).toContainText('begun')
  await expect(sandbox.status).toContainText('it stopped answering')
  await sandbox.reset.click()
  await sandbox.retry.click()
  await expectContainerAgain(sandbox)
})

test('it falls silent in the midst of a run: noticed, and the page takes over', async ({
  page,
  sandbox,
  double,
}) => {
  await sandbox.bootContainer()
  await sandbox.replaceDemo(waiting)
  await sandbox.run.click()
  await expect(sandbox.status).toContainText('WebContainer: running')
  await expect(sandbox.output).toHaveText('begun')
  double.faults.isMute = true
  // In small steps: the page's own worker has to be able to answer in between once it has taken over.
  const status = async () => {
    await page.clock.runFor(400)
    return sandbox.status.textContent()
  }
  await expect.poll(status, { timeout: 60_000, intervals: [100] }).toContain('In-page: running')
  await expect(sandbox.status).toContainText('it stopped answering')
})

test('the page is left while it boots, and works when the reader comes back', async ({
  page,
  sandbox,
  double,
}) => {
  double.faults.gates.build = new Promise(() => {})
  await expectStoryInPage(sandbox)
  await expect(step(sandbox, 'boot')).toContainText('running')
  await page.goto('/compare/')
  double.faults.gates = {}
  await page.goBack()
  await sandbox.hydrated()
  await expectStoryInPage(sandbox)
  await expectStoryInContainer(sandbox)
})

test('offline: said, and Retry works once there is a network', async ({ sandbox, context }) => {
  await sandbox.runIn('In-page')
  await sandbox.status.getByText('the next Run uses real Node').waitFor()
  await sandbox.page.reload()
  await sandbox.hydrated()
  await sandbox.runtime.selectOption('In-page')
  await sandbox.runIn('In-page')
  await sandbox.runtime.selectOption('Automatic')
  await context.setOffline(true)
  await expectStoryInPage(sandbox)
  await sandbox.status.getByText('you are offline').waitFor()
  await context.setOffline(false)
  await sandbox.retry.click()
  await expectContainerAgain(sandbox)
})

test('a tab that is not isolated: the page answers and says why', async ({ context, double }) => {
  await context.route('**/strategies/**', async (route) => {
    const response = await route.fetch()
    const { 'cross-origin-opener-policy': _, ...headers } = response.headers()
    await route.fulfill({ response, headers })
  })
  const sandbox = await SandboxPage.open(await context.newPage(), 'redis')
  await expect(sandbox.status).toContainText('without the two headers that isolate a page')
  await expectStoryInPage(sandbox)
  await expect(sandbox.status).toContainText('without the two headers that isolate a page')
  expect(double.calls).toEqual([])
  await expect(sandbox.retry).toHaveCount(0)
})

test('a public address without a key: the page answers and says what to configure', async ({
  page,
  context,
  baseURL,
  double,
}) => {
  // A public address, answered from here. Only a secure one can be isolated.
  await context.route('https://jwt.example/**', async (route) => {
    const { pathname } = new URL(route.request().url())
    await route.fulfill({ response: await route.fetch({ url: `${baseURL}${pathname}` }) })
  })
  await page.goto('https://jwt.example/strategies/redis/')
  const sandbox = new SandboxPage(page, 'redis')
  await sandbox.hydrated()
  await expect(sandbox.status).toContainText('PUBLIC_WEBCONTAINER_API_KEY')
  await expectStoryInPage(sandbox)
  await expect(sandbox.status).toContainText('PUBLIC_WEBCONTAINER_API_KEY')
  expect(double.calls).toEqual([])
})

for (const [browser, touchPoints, reason] of [
  ['an iPhone', 5, 'iPhone'],
  ['Safari', 0, 'not known'],
] as const) {
  test(`in ${browser} the page answers, and the reader can still choose the container`, async ({
    context,
    double,
  }) => {
    await context.addInitScript((maxTouchPoints) => {
      // What WebKit alone gives its errors.
      Object.assign(Error.prototype, { line: 0 })
      Object.defineProperty(navigator, 'maxTouchPoints', { value: maxTouchPoints })
    }, touchPoints)
    const sandbox = await SandboxPage.open(await context.newPage(), 'redis')
    await expect(sandbox.status).toContainText(reason)
    await expectStoryInPage(sandbox)
    await expect(sandbox.status).toContainText(reason)
    expect(double.calls).toEqual([])
    await sandbox.runtime.selectOption('WebContainer')
    await expectStoryInContainer(sandbox)
  })
}

test('In-page, once chosen, is remembered, and nothing of the container is asked for', async ({
  page,
  sandbox,
  double,
}) => {
  await sandbox.runtime.selectOption('In-page')
  await page.reload()
  await sandbox.hydrated()
  await expect(sandbox.runtime).toHaveValue('in-page')
  await expectStoryInPage(sandbox)
  await expectStoryInPage(sandbox)
  expect(double.calls).toEqual([])
})

test('WebContainer, once chosen, boots at once, also after a reload', async ({ page, sandbox }) => {
  await sandbox.runtime.selectOption('WebContainer')
  await sandbox.status.getByText('the next Run uses real Node').waitFor()
  await page.reload()
  await sandbox.hydrated()
  await expectStoryInContainer(sandbox)
})

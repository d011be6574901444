import { availableParallelism } from 'node:os'
import { defineConfig, devices } from '@playwright/test'
import { headlessShellPath } from './tests/kit/chromium.ts'

/** Not the port of `npm start`, so that both can run. Two test runs side by side need two ports. */
const port = Number(process.env.E2E_PORT ?? 4391)
const baseURL = `http://localhost:${port}`
const asRoot = process.getuid?.() === 0

export default defineConfig({
  testDir: 'tests/e2e',
  fullyParallel: true,
  // A browser uses more than one core. On a machine with two this is two.
  workers: Math.max(2, Math.floor(availableParallelism() * 0.75)),
  retries: 0,
  // Ends what hangs. A page is opened four times in one test, and a machine may be busy or slow.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  forbidOnly: true,
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    baseURL,
    launchOptions: { executablePath: headlessShellPath(), args: quietly() },
  },
  webServer: {
    command: 'node scripts/serve.ts',
    cwd: import.meta.dirname,
    env: { PORT: String(port) },
    url: baseURL,
    reuseExistingServer: false,
  },
})

/**
 * Nothing goes out, also on a machine with a network: a WebContainer is answered by its double or not at all.
 * Chromium has no sandbox for root, as in most containers.
 */
function quietly(): string[] {
  const closed = '--host-resolver-rules=MAP stackblitz.com ~NOTFOUND, MAP *.webcontainer-api.io ~NOTFOUND'
  const quiet = [closed, '--disable-background-networking', '--disable-component-update', '--disable-sync']
  return [...quiet, '--disable-gpu', '--disable-quic', '--no-first-run', ...(asRoot ? ['--no-sandbox'] : [])]
}

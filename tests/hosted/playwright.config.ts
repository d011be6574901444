import { defineConfig } from '@playwright/test'
import config from '../../playwright.config.ts'

/** The same as for the other browser tests, but with a way out: to the hosted runtime and the npm registry. */
const isClosing = (argument: string) =>
  argument.startsWith('--host-resolver-rules') || argument === '--disable-quic'

export default defineConfig({
  ...config,
  testDir: '.',
  // A page can have one WebContainer, and a cold boot has taken ten seconds and more.
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 90_000 },
  use: {
    ...config.use,
    launchOptions: {
      ...config.use?.launchOptions,
      args: (config.use?.launchOptions?.args ?? []).filter((argument) => !isClosing(argument)),
    },
  },
})

import { install } from './lib/install.mjs'
import { mustRun, run } from './lib/run.mjs'

// npm run test:webcontainer: the sandboxes against StackBlitz's hosted runtime. It needs a network and counts in no other run.
await install()
await mustRun('node', ['scripts/build.mjs'])
process.exit(
  await run('playwright', [
    'test',
    '--config',
    'tests/hosted/playwright.config.ts',
    ...process.argv.slice(2),
  ]),
)

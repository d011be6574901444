import { install } from './lib/install.mjs'
import { quickSteps } from './lib/quick-steps.mjs'
import { commands, playwright, runSteps, vitest } from './lib/steps.mjs'
import { installSystem } from './lib/system.mjs'

// npm test: everything, from a bare clone on.
const notStarted = (code) => code !== 0 && console.log('0 passed, 1 failed')
process.once('exit', notStarted)
await install()
await installSystem()
process.off('exit', notStarted)

await runSteps([
  ...quickSteps,
  commands('build', ['node', 'scripts/build.mjs']),
  vitest('contract', 'contract'),
  vitest('starters, each alone', 'examples'),
  playwright('browser'),
])

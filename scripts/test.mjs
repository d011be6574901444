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

// With a repository the pages also link to it, and with an address they have cards, which is more to test.
process.env.PUBLIC_REPOSITORY ??= 'somebody/jwt-strategies'
process.env.PUBLIC_SITE ??= 'https://jwt-strategies.example'
await runSteps([
  ...quickSteps,
  commands('build', ['node', 'scripts/build.mjs']),
  vitest('contract', 'contract'),
  vitest('attacks', 'attacks'),
  vitest('chaos', 'chaos'),
  vitest('migrations', 'migration'),
  vitest('starters, each alone', 'examples'),
  playwright('browser'),
])

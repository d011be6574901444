import { install } from './install.mjs'
import { quickSteps } from './quick-steps.mjs'
import { commands, playwright, runSteps, vitest } from './steps.mjs'
import { installSystem } from './system.mjs'

/** None needs the built site. */
const suitesInNode = ['attacks', 'chaos', 'contract', 'examples', 'migration', 'monitoring', 'unit'].map(
  (name) => `tests/${name}/`,
)

/** Runs every check, from a bare clone on, and ends the process. */
export async function testEverything() {
  const notStarted = (code) => code !== 0 && console.log('0 passed, 1 failed')
  process.once('exit', notStarted)
  await install()
  await installSystem()
  process.off('exit', notStarted)

  // With a repository the pages also link to it, and with an address they have cards, which is more to test.
  process.env.PUBLIC_REPOSITORY ??= 'somebody/jwt-strategies'
  process.env.PUBLIC_SITE ??= 'https://jwt-strategies.example'
  await runSteps([
    quickSteps,
    [commands('build', ['node', 'scripts/build.mjs']), vitest('tests in Node', ...suitesInNode)],
    playwright('tests in a browser'),
    vitest('the same in three engines', 'tests/engines'),
  ])
}

import { commands, vitest } from './steps.mjs'

const examples = ['stateless', 'redis', 'hybrid', 'migration', 'adapters']

/** In a log, biome colours every single character. */
const colors = `--colors=${process.stdout.isTTY ? 'force' : 'off'}`

/** What needs neither a browser nor a Redis. The packages at the root are enough for the types of the starters. */
export const quickSteps = [
  commands('format and lint', ['biome', 'ci', '--error-on-warnings', colors, '.']),
  commands('spelling', ['cspell', 'lint', '--no-progress']),
  commands('types of site and tests', ['astro', 'check']),
  commands('types of the starters', ...examples.map((name) => ['tsc', '-p', `examples/${name}`])),
  commands('copies in the starters', ['node', 'scripts/sync-examples.ts', '--check']),
  commands('files for hosts', ['node', 'scripts/write-hosting.ts', '--check']),
  commands('map of requirements', ['node', 'scripts/write-requirements.ts', '--check']),
  vitest('unit tests', 'unit'),
]

import { commands } from './steps.mjs'

const examples = ['stateless', 'redis', 'hybrid', 'migration', 'adapters']

/** In a log, biome colours every single character. */
const colors = `--colors=${process.stdout.isTTY ? 'force' : 'off'}`

/** Reads everything and runs nothing, the longest first. The packages at the root are enough for the starters' types. */
export const quickSteps = [
  commands('types of site and tests', ['astro', 'check']),
  commands('types of the starters', ...examples.map((name) => ['tsc', '-p', `examples/${name}`])),
  commands('spelling', ['cspell', 'lint', '--no-progress']),
  commands('format and lint', ['biome', 'ci', '--error-on-warnings', colors, '.']),
  commands('map of requirements', ['node', 'scripts/write-requirements.ts', '--check']),
  commands('copies in the starters', ['node', 'scripts/sync-examples.ts', '--check']),
  commands('files for hosts', ['node', 'scripts/write-hosting.ts', '--check']),
]

import { install } from './lib/install.mjs'
import { run } from './lib/run.mjs'
import { installSystem } from './lib/system.mjs'

// npm run test:soak: the long rounds. 10,000 of each race on the embedded and on a real Redis, a million simulated hours,
// 20,000 mutated tokens. About an hour on four cores.
await install()
await installSystem()
const env = { SOAK_ROUNDS: '10000', SOAK_HOURS: '1000000', PROPERTY_RUNS: '20000' }
const files = [
  'tests/contract/races.test.ts',
  'tests/contract/index-drift.test.ts',
  'tests/attacks/properties.test.ts',
]
process.exitCode = await run('vitest', ['run', ...files], { env })

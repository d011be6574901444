import { install } from './lib/install.mjs'
import { quickSteps } from './lib/quick-steps.mjs'
import { runSteps, vitest } from './lib/steps.mjs'

// npm run check: the part of npm test that needs no browser and no Redis.
await install()
await runSteps([[...quickSteps, vitest('unit tests', 'tests/unit')]])

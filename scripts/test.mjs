import { testEverything } from './lib/test-everything.mjs'

// npm test: every guarantee once.
await testEverything()

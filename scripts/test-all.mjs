import { testEverything } from './lib/test-everything.mjs'

// npm run test:all: the whole product of strategies, engines, Nodes and looks, and every deletion with its own tests.
process.env.TEST_ALL = '1'
await testEverything()

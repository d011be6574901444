import { install } from './lib/install.mjs'
import { endWithParent } from './lib/parent.mjs'
import { freePort } from './lib/port.mjs'
import { run } from './lib/run.mjs'
import { buildSite } from './lib/site.mjs'

// npm start: from a bare clone to a running site. PORT chooses the port.
endWithParent()
await freePort()
await install()
await buildSite()
process.exit(await run('node', ['scripts/serve.ts']))

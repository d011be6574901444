import { install } from './lib/install.mjs'
import { endWithParent } from './lib/parent.mjs'
import { freePort } from './lib/port.mjs'
import { run } from './lib/run.mjs'
import { buildRuntime } from './lib/site.mjs'

// npm run dev: the site with hot reload of pages and of example files. PORT chooses the port.
endWithParent()
const port = await freePort()
await install()
await buildRuntime()
process.exit(await run('astro', ['dev', '--port', String(port)]))

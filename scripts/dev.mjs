import { install } from './lib/install.mjs'
import { freePort } from './lib/port.mjs'
import { run } from './lib/run.mjs'
import { buildRuntime } from './lib/site.mjs'

// npm run dev: the site with hot reload of pages and of example files. PORT chooses the port.
const port = await freePort()
await install()
await buildRuntime()
process.exit(await run('astro', ['dev', '--port', String(port)]))

import { install } from './lib/install.mjs'
import { buildSite } from './lib/site.mjs'

// npm run build: the site as files in dist, ready for any web server.
await install()
await buildSite()

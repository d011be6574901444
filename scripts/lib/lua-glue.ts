import { readFile } from 'node:fs/promises'
import type { Plugin } from 'esbuild'

/** What runs alone can import no file, so the glue of the Lua engine travels inside its bundle. */
export const luaGlue: Plugin = {
  name: 'lua-glue',
  setup(pluginBuild) {
    pluginBuild.onLoad({ filter: /lua-redis-wasm\/dist\/index\.browser\.mjs$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      const contents = source.replace("await import('./redis_lua.mjs')", '__glue')
      if (contents === source)
        throw new Error('lua-redis-wasm loads its glue in another way now; see lua-glue.ts')
      return { contents: `import * as __glue from './redis_lua.mjs'\n${contents}`, loader: 'js' }
    })
  },
}

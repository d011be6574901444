import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { FileSystemTree } from '@webcontainer/api'
import { build, type Plugin } from 'esbuild'
import { runnableNames } from '../../src/sandbox/example-files.ts'
import { withoutNode } from '../../src/starters/without-node.ts'
import { reachablePackages, type Texts } from './container-packages.ts'
import { luaGlue } from './lua-glue.ts'

/**
 * Everything that a WebContainer of the site has in its working directory, as a file tree in JSON: the starters as
 * they are, their packages, and the programs of ours that run them. So Run needs no registry.
 */
export async function containerSnapshot(root: string): Promise<string> {
  const parts = await Promise.all([reachablePackages(root), starters(root), insidePrograms(root)])
  return JSON.stringify(treeOf(Object.assign({}, ...parts)))
}

async function starters(root: string): Promise<Texts> {
  const paths = runnableNames.flatMap((name) =>
    globSync([`${name}/{src,test}/**/*.ts`, `${name}/{package.json,tsconfig.json,README.md}`], {
      cwd: join(root, 'examples'),
    }),
  )
  const texts = paths.map(async (path) => {
    const text = await readFile(join(root, 'examples', path), 'utf8')
    return [path, path.endsWith('package.json') ? withoutNode(text) : text] as const
  })
  return Object.fromEntries(await Promise.all(texts))
}

/** Each is one file without imports but Node's own. */
async function insidePrograms(root: string): Promise<Texts> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['run', 'request', 'redis', 'types', 'type-hooks'].map(
      (name) => `src/sandbox/webcontainer/inside/${name}.ts`,
    ),
    outdir: 'nowhere',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    write: false,
    minify: true,
    keepNames: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    legalComments: 'none',
    // Packages written for `require` find one.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    // The build for Node looks for files beside itself.
    alias: { 'lua-redis-wasm': join(root, 'node_modules/lua-redis-wasm/dist/index.browser.mjs') },
    plugins: [luaWasm(root), luaGlue],
    logLevel: 'warning',
  })
  return Object.fromEntries(outputFiles.map(({ path, text }) => [`.sandbox/${basename(path)}`, text]))
}

/** A file tree of JSON holds text only, so the Lua engine travels inside the program that needs it. */
const luaWasm = (root: string): Plugin => ({
  name: 'lua-wasm',
  setup(pluginBuild) {
    pluginBuild.onResolve({ filter: /^sandbox:lua-wasm$/ }, () => ({
      path: join(root, 'node_modules/lua-redis-wasm/dist/redis_lua.wasm'),
      namespace: 'lua-wasm',
    }))
    pluginBuild.onLoad({ filter: /./, namespace: 'lua-wasm' }, async ({ path }) => ({
      contents: await readFile(path),
      loader: 'binary',
    }))
  },
})

function treeOf(texts: Texts): FileSystemTree {
  const tree: FileSystemTree = {}
  for (const [path, contents] of Object.entries(texts)) {
    const folders = path.split('/')
    const name = folders.pop() ?? ''
    folderAt(tree, folders)[name] = { file: { contents } }
  }
  return tree
}

function folderAt(tree: FileSystemTree, folders: readonly string[]): FileSystemTree {
  let folder = tree
  for (const name of folders) {
    const known = folder[name]
    const next = known && 'directory' in known ? known : { directory: {} }
    folder[name] = next
    folder = next.directory
  }
  return folder
}

import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build, type Plugin, type StdinOptions } from 'esbuild'
import type { RuntimeManifest } from '../src/sandbox/worker/assets.ts'
import { containerSnapshot } from './lib/container-snapshot.ts'
import { framePage, terminalStyles } from './lib/frame-page.ts'
import { luaGlue } from './lib/lua-glue.ts'

// Builds what the sandboxes load when a reader means to press Run: public/runtime, with a manifest.

const root = fileURLToPath(new URL('..', import.meta.url))
const outFolder = `${root}public/runtime/`
/** Read while pages are built. It is not published: all that is below `/runtime/` may be cached for ever. */
const manifestFile = `${root}.cache/runtime-manifest.json`
const vendor = (file: string) => `${root}src/sandbox/vendor/${file}`

/** The packages a program may import. What is used together travels together; code is never in two bundles. */
const bundles: Readonly<Record<string, readonly string[]>> = {
  hono: [
    'hono',
    'hono/body-limit',
    'hono/cookie',
    'hono/factory',
    'hono/http-exception',
    'hono/route',
    'hono/secure-headers',
    'hono/utils/cookie',
  ],
  jose: ['jose'],
  valibot: ['valibot'],
  'prom-client': ['prom-client'],
  cockatiel: ['cockatiel'],
  'rate-limiter-flexible': ['rate-limiter-flexible'],
  'ipaddr.js': ['ipaddr.js'],
}

const writtenForNode = new Set(['prom-client', 'rate-limiter-flexible'])

/** Node's modules, by packages for the large ones and by shims of a few lines for the rest. */
const nodeModules: Readonly<Record<string, string>> = {
  events: `${root}node_modules/events/events.js`,
  stream: `${root}node_modules/readable-stream/lib/ours/browser.js`,
  string_decoder: `${root}node_modules/string_decoder/lib/string_decoder.js`,
  ...Object.fromEntries(
    ['buffer', 'crypto', 'dns', 'net', 'tls', 'util'].map((name) => [name, vendor(`shims/${name}.ts`)]),
  ),
}
const unusedModules =
  /^(node:)?(assert|cluster|diagnostics_channel|fs|http|https|module|os|path|perf_hooks|process|url|v8|worker_threads|zlib)$/

const node: Plugin = {
  name: 'node',
  setup(pluginBuild) {
    pluginBuild.onResolve({ filter: unusedModules }, () => ({ path: vendor('shims/empty.ts') }))
    pluginBuild.onResolve(
      { filter: new RegExp(`^(node:)?(${Object.keys(nodeModules).join('|')})/?$`) },
      ({ path }) => ({
        path: nodeModules[path.replace(/^node:|\/$/g, '')] ?? '',
      }),
    )
    // Of prom-client the metrics stay; what reports on the Node process or talks to servers goes.
    pluginBuild.onResolve({ filter: /lib\/(cluster|defaultMetrics|pushgateway)$/ }, () => ({
      path: vendor('shims/empty.ts'),
    }))
    // Of rate-limiter-flexible what counts in memory and in Redis stays; a dozen databases go.
    pluginBuild.onResolve({ filter: /^\.\/lib\// }, ({ path, importer }) =>
      importer.endsWith('rate-limiter-flexible/index.js') && !/RateLimiter(Memory|Redis|Res)$/.test(path)
        ? { path: vendor('shims/empty.ts') }
        : undefined,
    )
    pluginBuild.onResolve({ filter: /\/debug$/ }, ({ importer }) =>
      importer.includes('ioredis') ? { path: vendor('shims/debug.ts') } : undefined,
    )
  },
}

/** The stripper carries its WebAssembly as base64, a third larger than it need be. It gets it as bytes instead. */
const stripperWasm: Plugin = {
  name: 'stripper-wasm',
  setup(pluginBuild) {
    pluginBuild.onLoad({ filter: /wasm-typescript\/wasm\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      return { contents: source.replace(base64Bytes, 'new Uint8Array(sandboxWasm.strip)'), loader: 'js' }
    })
  },
}
const base64Bytes = /Buffer\.from\('([\w+/=]+)',\s*'base64'\)/

const common: BuildOptions = {
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  minify: true,
  write: false,
  legalComments: 'none',
  absWorkingDir: root,
  logLevel: 'warning',
}

/** Packages written for Node: names of functions are looked at, and Node's globals are expected. */
const forNode: BuildOptions = {
  ...common,
  keepNames: true,
  conditions: ['browser'],
  define: { global: 'globalThis' },
  inject: [vendor('shims/globals.ts')],
  plugins: [node, luaGlue, stripperWasm],
}

/** A module that exports `modules`: what can be imported, by name. `own` are modules of ours, by name and file. */
function entry(names: readonly string[], own: Readonly<Record<string, string>> = {}): StdinOptions {
  const sources = [...names.map((name) => [name, name]), ...Object.entries(own)]
  const imports = sources.map(([, source], i) => `import * as m${i} from ${JSON.stringify(source)}`)
  const members = sources.map(([name], i) => `${JSON.stringify(name)}: m${i}`)
  return {
    contents: `${imports.join('\n')}\nexport const modules = { ${members.join(', ')} }`,
    resolveDir: root,
  }
}

async function bundle(options: BuildOptions): Promise<Uint8Array> {
  const { outputFiles } = await build(options)
  const [file] = outputFiles ?? []
  if (!file) throw new Error('esbuild wrote nothing')
  return file.contents
}

/** Writes a file under a name that changes with its content, so that it may be cached for ever. */
async function publish(name: string, contents: Uint8Array | string): Promise<string> {
  const hash = createHash('sha256').update(contents).digest('hex').slice(0, 10)
  const fileName = name.replace(/(\.\w+)$/, `-${hash}$1`)
  await writeFile(outFolder + fileName, contents)
  return fileName
}

async function publishBundle(name: string, modules: readonly string[], options: BuildOptions) {
  return [name, { file: await publish(`${name}.js`, await bundle(options)), modules }] as const
}

async function main(): Promise<void> {
  await Promise.all([outFolder, dirname(manifestFile)].map((folder) => mkdir(folder, { recursive: true })))
  const published = await Promise.all([
    ...Object.entries(bundles).map(([name, modules]) =>
      publishBundle(name, modules, {
        ...(writtenForNode.has(name) ? forNode : common),
        stdin: entry(modules),
      }),
    ),
    publishBundle('ioredis', ['ioredis'], {
      ...forNode,
      stdin: entry(['ioredis'], { 'sandbox:redis': './src/sandbox/vendor/redis-server.ts' }),
    }),
    publishBundle('meter', [], {
      ...common,
      stdin: entry([], { 'sandbox:meter': './src/sandbox/program/metering/index.ts' }),
    }),
    publishBundle('strip', [], { ...forNode, stdin: entry([], { 'sandbox:strip': '@swc/wasm-typescript' }) }),
  ])
  const program = await bundle({ ...common, entryPoints: [`${root}src/sandbox/program/boot.ts`] })
  const manifest: RuntimeManifest = {
    frame: await publish('frame.html', await framePage(root, 'worker')),
    program: await publish('program.js', program),
    bundles: Object.fromEntries(published),
    wasm: {
      ioredis: { lua: await publish('lua.wasm', await luaWasm()) },
      strip: { strip: await publish('strip.wasm', await stripWasm()) },
    },
    terminal: await publish('terminal.html', await framePage(root, 'terminal', terminalStyles)),
    container: await publish('container.json', await containerSnapshot(root)),
  }
  await writeFile(manifestFile, JSON.stringify(manifest, null, 2))
  await removeStale(manifest)
}

/** Afterwards and not before, so that a page that is open meanwhile misses nothing. */
async function removeStale(manifest: RuntimeManifest): Promise<void> {
  const current = JSON.stringify(manifest)
  const stale = (await readdir(outFolder)).filter((file) => !current.includes(file))
  await Promise.all(stale.map((file) => rm(outFolder + file)))
}

const luaWasm = () => readFile(`${root}node_modules/lua-redis-wasm/dist/redis_lua.wasm`)

async function stripWasm(): Promise<Uint8Array> {
  const source = await readFile(`${root}node_modules/@swc/wasm-typescript/wasm.js`, 'utf8')
  const [, base64] = base64Bytes.exec(source) ?? []
  if (!base64) throw new Error('@swc/wasm-typescript carries its bytes in another way now; see stripperWasm')
  return Buffer.from(base64, 'base64')
}

await main()

import { existsSync, globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { runnableNames } from '../../src/sandbox/example-files.ts'

/** Texts by path, relative to the project. */
export type Texts = Readonly<Record<string, string>>

/** The files of packages that the starters and their tests can reach, and no others: what `npm ci` brings, without the rest. */
export async function reachablePackages(root: string): Promise<Texts> {
  await assertSameVersions(root)
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: globSync('examples/{stateless,redis,hybrid,migration}/{src,test}/**/*.ts', { cwd: root }),
    outdir: 'nowhere',
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    // As Node resolves, and not as a bundler would like to.
    mainFields: ['main'],
    logLevel: 'error',
  })
  const scripts = Object.keys(metafile.inputs).filter((path) => path.startsWith('node_modules/'))
  const manifests = [...new Set(scripts.flatMap((path) => manifestsAbove(root, path)))]
  const licences = manifests.flatMap((path) =>
    globSync(`${dirname(path)}/{LICEN[CS]E,licen[cs]e}*`, { cwd: root }),
  )
  const paths = [...scripts, ...manifests, ...licences]
  const texts = paths.map(async (path) => [path, await slimText(join(root, path))] as const)
  return Object.fromEntries(await Promise.all(texts))
}

/** A package's own package.json, and those further down that say what kind of modules lies there. */
function manifestsAbove(root: string, path: string): string[] {
  const folder = dirname(path)
  if (folder === 'node_modules') return []
  const manifest = join(folder, 'package.json')
  return [...manifestsAbove(root, folder), ...(existsSync(join(root, manifest)) ? [manifest] : [])]
}

async function slimText(file: string): Promise<string> {
  const text = await readFile(file, 'utf8')
  return file.endsWith('/package.json')
    ? slimManifest(text)
    : text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n')
}

/** What Node reads of a package.json, and what a reader should know: whose it is and under which licence. */
function slimManifest(text: string): string {
  const { name, version, license, type, main, exports, imports } = JSON.parse(text)
  return JSON.stringify({ name, version, license, type, main, exports, imports })
}

interface Manifest {
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
}

/** The project's packages stand in for those of the starters, so they have to be the same. */
async function assertSameVersions(root: string): Promise<void> {
  const manifest = async (path: string): Promise<Manifest> =>
    JSON.parse(await readFile(join(root, path), 'utf8'))
  for (const example of runnableNames) {
    const { dependencies = {} } = await manifest(`examples/${example}/package.json`)
    for (const [name, wanted] of Object.entries(dependencies)) {
      const { version } = await manifest(`node_modules/${name}/package.json`)
      if (version !== wanted)
        throw new Error(`${example} wants ${name} ${wanted}, the project has ${version}. Make them the same`)
    }
  }
}

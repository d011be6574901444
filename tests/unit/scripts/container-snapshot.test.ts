import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import type { DirectoryNode, FileSystemTree } from '@webcontainer/api'
import { beforeAll, describe, expect, it } from 'vitest'
import { containerSnapshot } from '../../../scripts/lib/container-snapshot.ts'

const root = `${join(import.meta.dirname, '../../..')}/`
let snapshot = ''
let tree: FileSystemTree = {}

beforeAll(async () => {
  snapshot = await containerSnapshot(root)
  tree = JSON.parse(snapshot)
})

describe('the snapshot that a WebContainer mounts', () => {
  it('is at most 2 MB as brotli', () => {
    // A lower quality than hosts use, for it is much faster: what passes here passes there.
    const compressed = brotliCompressSync(snapshot, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
    expect(compressed.length).toBeLessThanOrEqual(2_000_000)
  })

  it.each(['stateless', 'redis', 'hybrid'])(
    'has the %s starter as it is in the repository, but for the Node it brings',
    async (name) => {
      const { directory } = tree[name] as DirectoryNode
      expect(Object.keys(directory)).toEqual(expect.arrayContaining(['package.json', 'src', 'test']))
      const [manifest = ''] = textsOf(directory, 'package.json')
      expect(JSON.parse(manifest).devDependencies).not.toHaveProperty('node')
      const source = (directory.src as DirectoryNode).directory['demo.ts']
      expect(source).toEqual({
        file: { contents: await readFile(`${root}examples/${name}/src/demo.ts`, 'utf8') },
      })
    },
  )

  it('has what the starters import, with the licence of each package, and nothing else of it', () => {
    const { directory: packages } = tree.node_modules as DirectoryNode
    expect(Object.keys(packages)).toEqual(
      expect.arrayContaining(['hono', 'ioredis', 'ioredis-mock', 'jose', 'valibot']),
    )
    for (const text of textsOf(packages, 'package.json'))
      expect(Object.keys(JSON.parse(text))).not.toContain('scripts')
    expect(snapshot).not.toContain('sourceMappingURL=')
    const paths = [...pathsOf(packages)]
    expect(paths.filter((path) => /\.(d\.ts|map)$|readme/i.test(path))).toEqual([])
    expect(paths.filter((path) => /^(hono|jose|ioredis)\/LICEN/i.test(path)).length).toBe(3)
  })
})

function* pathsOf(tree: FileSystemTree, folder = ''): Generator<string> {
  for (const [name, entry] of Object.entries(tree)) {
    if ('directory' in entry) yield* pathsOf(entry.directory, `${folder}${name}/`)
    else yield folder + name
  }
}

function textsOf(tree: FileSystemTree, wanted: string): string[] {
  return Object.entries(tree).flatMap(([name, entry]) => {
    if ('directory' in entry) return textsOf(entry.directory, wanted)
    return name === wanted && 'contents' in entry.file ? [String(entry.file.contents)] : []
  })
}

import { globSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { copies, stale } from '../../scripts/sync-examples.ts'
import { folderOf, folders, packagesIn, root } from '../kit/starter-folders.ts'

test('every copy is the same to the byte as its one original', async () => {
  expect(copies().map(({ to }) => to)).toContain('redis/src/redis/connection.ts')
  expect(await stale()).toEqual([])
})

test('a package has one version in all examples and at the root', () => {
  const places = [root, ...folders.map(folderOf)]
  const versions = Map.groupBy(
    places.flatMap((folder) => Object.entries(packagesIn(folder))),
    ([name]) => name,
  )
  const differing = [...versions].filter(([, found]) => new Set(found.map(([, version]) => version)).size > 1)
  expect(versions.get('jose')).toHaveLength(places.length)
  expect(differing).toEqual([])
})

describe.each(folders)('%s', (name) => {
  const folder = folderOf(name)
  const files = globSync('{src,test}/**/*.ts', { cwd: folder })
  const imports = files.flatMap((file) => importsOf(folder, file))

  test('imports no file outside its folder', () => {
    const outside = imports.filter(({ file, specifier }) => isPath(specifier) && leaves(file, specifier))
    expect(imports.some(({ specifier }) => isPath(specifier))).toBe(true)
    expect(outside).toEqual([])
  })

  test('imports the packages that it declares, and declares no others for its users', () => {
    const imported = imports
      .map(({ specifier }) => specifier)
      .filter((specifier) => !isPath(specifier) && !isBuiltin(specifier))
    const tools = ['@types/node', 'concurrently', 'node', 'typescript']
    expect([...new Set([...imported.map(packageName), ...tools])].sort()).toEqual(
      Object.keys(packagesIn(folder)).sort(),
    )
  })
})

/** What a file imports in any form: by value, as types only, or when it runs. */
function importsOf(folder: string, file: string) {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(folder, file), 'utf8'))
  return importedFiles.map(({ fileName }) => ({ file, specifier: fileName }))
}

const isPath = (specifier: string) => /^[./]/.test(specifier)
const leaves = (file: string, specifier: string) =>
  specifier.startsWith('/') || relative('.', join(dirname(file), specifier)).startsWith('..')

/** `hono` of `hono/body-limit`, `@hono/node-server` of itself. */
const packageName = (specifier: string) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')

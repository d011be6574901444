import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { readStarterFolder } from '../../src/starters/starter-folder.ts'
import { type StarterName, starterNames } from '../../src/starters/starter-names.ts'
import { folderNameOf, packStarter, unpackStarter } from '../../src/starters/starter-zip.ts'
import { folderOf, root } from '../kit/starter-folders.ts'
import { writeFileBelow } from './files.ts'

const git = promisify(execFile)
const zipOf = async (name: StarterName) => packStarter(name, await readStarterFolder(folderOf(name)))

let place = ''
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'zip-'))
})
afterAll(() => rm(place, { recursive: true }))

describe.each(starterNames)('the zip of %s', (name) => {
  it('is one folder, named like the starter, with the files that git would have', async () => {
    const project = join(place, `project-${name}`)
    const folder = join(project, 'examples', name)
    await cp(folderOf(name), folder, { recursive: true, filter: (path) => !path.endsWith('node_modules') })
    await cp(join(root, '.gitignore'), join(project, '.gitignore'))
    for (const path of [
      'node_modules/a/index.js',
      '.env',
      'signing-keys.json',
      'secrets/jwt',
      'dist/x.js',
      'a.log',
    ])
      await writeFileBelow(folder, path)
    await git('git', ['init', '--quiet'], { cwd: project })
    const { stdout } = await git('git', ['ls-files', '--others', '--exclude-standard', folder], {
      cwd: project,
    })
    const tracked = stdout
      .trim()
      .split('\n')
      .map((path) => path.replace(`examples/${name}`, folderNameOf(name)))

    const entries = Object.keys(unzipSync(packStarter(name, await readStarterFolder(folder))))
    expect(entries).toContain(`${folderNameOf(name)}/package-lock.json`)
    expect(entries).toContain(`${folderNameOf(name)}/.env.example`)
    expect(entries.sort()).toEqual(tracked.sort())
  })

  it('has the bytes of the files, and the same bytes each time', async () => {
    const zip = await zipOf(name)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86_400_000 })
    const aDayLater = await zipOf(name)
    vi.useRealTimers()
    expect(Buffer.compare(zip, aDayLater)).toBe(0)
    expect(unpackStarter(name, zip)).toEqual(await readStarterFolder(folderOf(name)))
  })

  it('is named like its package', async () => {
    const { 'package.json': manifest } = unpackStarter(name, await zipOf(name))
    expect(JSON.parse(new TextDecoder().decode(manifest)).name).toBe(folderNameOf(name))
  })
})

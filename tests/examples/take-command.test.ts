import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readStarterFolder } from '../../src/starters/starter-folder.ts'
import { starterNames } from '../../src/starters/starter-names.ts'
import { folderNameOf } from '../../src/starters/starter-zip.ts'
import { takeCommand } from '../../src/starters/take-command.ts'
import { folderOf } from '../kit/starter-folders.ts'
import { readAllBelow, writeFileBelow, writeFilesBelow } from './files.ts'

const run = promisify(execFile)
const repository = 'somebody/some.fork'

/** Stands in for GitHub, which giget asks for a tarball of the repository. */
let github: Server
let place = ''
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'take-'))
  const tarball = join(place, 'repository.tar.gz')
  // GitHub puts everything into one folder whose name nobody knows before.
  const folder = 'somebody-some.fork-0123abc'
  await writeFileBelow(place, `${folder}/README.md`)
  for (const name of starterNames)
    await writeFilesBelow(join(place, folder, 'examples', name), await readStarterFolder(folderOf(name)))
  await run('tar', ['-czf', tarball, '-C', place, folder])
  github = createServer(async ({ url }, response) => {
    const isIt = url === `/repos/${repository}/tarball/main`
    response.writeHead(isIt ? 200 : 404).end(isIt ? await readFile(tarball) : '')
  }).listen(0, '127.0.0.1')
  await once(github, 'listening')
})
afterAll(async () => {
  github.close()
  await rm(place, { recursive: true })
})

it.each(starterNames)('the command for %s gets its folder, and nothing else', async (name) => {
  const { port } = github.address() as AddressInfo
  const [program = '', ...words] = takeCommand(repository, name).split(' ')
  await run(program, ['--yes', ...words], {
    cwd: place,
    env: {
      ...process.env,
      GIGET_GITHUB_URL: `http://127.0.0.1:${port}`,
      XDG_CACHE_HOME: join(place, 'cache'),
    },
  })
  expect(await readAllBelow(join(place, folderNameOf(name)))).toEqual(await readStarterFolder(folderOf(name)))
})

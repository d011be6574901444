import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../kit/client.ts'
import { type Folder, folderOf, folders, starters } from '../kit/starter-folders.ts'
import { openSystem, type Service, type System } from '../kit/systems.ts'

// A README that names what is not there any more is worse than none.

const textOf = (folder: Folder, file: string) => readFileSync(join(folderOf(folder), file), 'utf8')
const codeIn = (readme: string) => matches(readme, /`([^`\n]+)`/g)

describe.each(folders)('the README of %s', (name) => {
  const readme = textOf(name, 'README.md')
  /** Where it is used with the files of a starter, it may name those. */
  const homes = (name === 'migration' ? [name, 'hybrid'] : [name]) as Folder[]

  test('names files and folders that are there', () => {
    const paths = codeIn(readme).filter((text) =>
      /^[\w.][\w./-]*\.(ts|json|yaml|conf|example|template)$|^src\//.test(text),
    )
    expect(paths.length).toBeGreaterThan(15)
    const isThere = (path: string) => homes.some((home) => existsSync(join(folderOf(home), path)))
    expect(paths.filter((path) => !isThere(path))).toEqual([])
  })

  test('names settings that there are', () => {
    const settings = matches(textOf(name, '.env.example'), /^([A-Z_]+)=/gm)
    const secrets = settings.map((setting) => `${setting}_FILE`)
    const ofCompose = homes
      .filter((home) => home !== 'migration')
      .flatMap((home) => matches(textOf(home, 'compose.yaml'), /\$\{(\w+):-/g))
    const named = matches(readme, /\b([A-Z]+(?:_[A-Z]+)+)\b/g)
    expect(named.length).toBeGreaterThan(8)
    expect(named.filter((one) => ![...settings, ...secrets, ...ofCompose].includes(one))).toEqual([])
  })

  test('names commands that there are', () => {
    const scripts = homes.flatMap((home) => Object.keys(JSON.parse(textOf(home, 'package.json')).scripts))
    const named = matches(readme, /npm run ([\w:]+)/g)
    expect(named).toEqual(expect.arrayContaining(['demo', 'secrets']))
    expect(named.filter((one) => !scripts.includes(one))).toEqual([])
  })
})

describe.each(starters)('the README of %s', (starter) => {
  const readme = textOf(starter, 'README.md')
  let system: System
  beforeAll(async () => {
    system = await openSystem(starter, undefined)
  })
  afterAll(() => system.close())

  test('names every folder of the source by a file in it', () => {
    const folders = globSync('src/*/', { cwd: folderOf(starter) }).map((path) => path.replaceAll('\\', '/'))
    expect(folders.filter((path) => !readme.includes(`\`${path}`))).toEqual([])
  })

  test('names the commands for keys and types', () => {
    expect(matches(readme, /npm run ([\w:]+)/g)).toEqual(expect.arrayContaining(['keys', 'types']))
  })

  test('names every route that there is, and no other', async () => {
    const named = new Set(codeIn(readme).filter((text) => /^(GET|POST|DELETE) \//.test(text)))
    const services = [system.issuer, system.api, system.ledger]
    expect([...named].sort()).toEqual([...new Set(services.flatMap(routesOf))].sort())
    for (const route of named) {
      const [method = '', path = ''] = route.split(' ')
      const answers = await Promise.all(services.map((service) => ask(service, method, path)))
      expect([route, answers.some(({ status }) => status !== 404)]).toEqual([route, true])
    }
  })
})

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, name = '']) => name)
}

/** As the app itself tells them. What runs before a route has no path of its own. */
function routesOf({ app }: Service): string[] {
  const { routes } = app as unknown as { routes: { method: string; path: string }[] }
  return routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`)
}

import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** The folder below `tests/` that a file is in; undefined for a file outside. */
const suiteOf = (file: string): string | undefined => /^tests\/([^/]+)\//.exec(file)?.[1]

/** What a file imports from other files, as paths from the root. */
const importsOf = (file: string): string[] =>
  [
    ...readFileSync(join(root, file), 'utf8').matchAll(
      /^(?:import |export |\} )(?:.* )?(?:from )?'(\.[^']+)'/gm,
    ),
  ].map(([, path]) => relative(root, join(root, dirname(file), path ?? '')))

test('a suite imports the kit and its own folder, and the kit no suite', () => {
  const files = globSync('tests/**/*.ts', { cwd: root })
  const astray = files.flatMap((file) =>
    importsOf(file)
      .filter((path) => ![undefined, 'kit', suiteOf(file)].includes(suiteOf(path)))
      .map((path) => `${file} imports ${path}`),
  )
  expect(files.length).toBeGreaterThan(100)
  expect(astray).toEqual([])
})

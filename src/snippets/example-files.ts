import { strategyNames } from '../components/strategies.ts'

const modules = import.meta.glob<string>(
  [
    '../../examples/{stateless,redis,hybrid}/{src,test}/**/*.ts',
    '../../examples/{stateless,redis,hybrid}/{Dockerfile,*.yaml,deploy/*,monitoring/*,redis/*}',
    '!**/node_modules/**',
  ],
  { query: '?raw', import: 'default', eager: true },
)

/** Shown in pieces only: the examples that are no starters. */
const others = import.meta.glob<string>(
  ['../../examples/{migration,opaque,adapters}/**/*.ts', '!**/node_modules/**'],
  { query: '?raw', import: 'default', eager: true },
)

const byPath = (texts: Record<string, string>): ReadonlyMap<string, string> =>
  new Map(Object.entries(texts).map(([path, text]) => [path.replace('../../examples/', ''), text]))

/** The text of every file of a starter, by path below `examples/`, such as `redis/src/strategy.ts`. */
export const exampleFiles = byPath(modules)
const otherFiles = byPath(others)

/** @throws when there is no such file */
export function exampleFile(path: string): string {
  const text = exampleFiles.get(path) ?? otherFiles.get(path)
  if (text === undefined) throw new Error(`There is no examples/${path} to take a snippet from`)
  return text
}

/** The examples that hold this very file: what strategies share stands in each of them alike. */
export function copiesOf(path: string): readonly string[] {
  const below = path.slice(path.indexOf('/'))
  const text = exampleFile(path)
  return strategyNames.map((name) => name + below).filter((copy) => exampleFiles.get(copy) === text)
}

/** The page that shows the whole file, where there is one. Copies share it. */
export const sourceHref = (path: string): string | undefined =>
  exampleFiles.has(path) ? `/source/${copiesOf(path)[0]}/` : undefined

import { strategyNames } from '../components/strategies.ts'

const modules = import.meta.glob<string>(
  ['../../examples/{stateless,redis,hybrid}/{src,test}/**/*.ts', '!**/node_modules/**'],
  { query: '?raw', import: 'default', eager: true },
)

/** The text of every example file, by path below `examples/`, such as `redis/src/strategy.ts`. */
export const exampleFiles: ReadonlyMap<string, string> = new Map(
  Object.entries(modules).map(([path, text]) => [path.replace('../../examples/', ''), text]),
)

/** @throws when there is no such file */
export function exampleFile(path: string): string {
  const text = exampleFiles.get(path)
  if (text === undefined) throw new Error(`There is no examples/${path} to take a snippet from`)
  return text
}

/** The examples that hold this very file: what strategies share stands in each of them alike. */
export function copiesOf(path: string): readonly string[] {
  const below = path.slice(path.indexOf('/'))
  const text = exampleFile(path)
  return strategyNames.map((name) => name + below).filter((copy) => exampleFiles.get(copy) === text)
}

/** The page that shows the whole file. Copies share one. */
export const sourceHref = (path: string): string => `/source/${copiesOf(path)[0]}/`

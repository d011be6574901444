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

/** This path and that of each copy: what strategies share stands in every example alike. */
export function copiesOf(path: string): readonly string[] {
  const [, ...below] = path.split('/')
  return Array.from(exampleFiles.keys()).filter(
    (other) => other.endsWith(`/${below.join('/')}`) && exampleFiles.get(other) === exampleFile(path),
  )
}

/** The page that shows the whole file. Copies share one. */
export const sourceHref = (path: string): string => `/source/${copiesOf(path)[0]}/`

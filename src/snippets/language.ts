/** By the end of a name: what the highlighter calls the language. */
const languages: readonly [end: string, language: string][] = [
  ['.ts', 'ts'],
  ['.yaml', 'yaml'],
  ['.json', 'json'],
  ['.sh', 'bash'],
  ['.conf', 'ini'],
  ['Dockerfile', 'docker'],
]

/** The language of an example file. What has none, such as a list of Redis users, is plain text. */
export const languageOf = (path: string): string =>
  languages.find(([end]) => path.endsWith(end))?.[1] ?? 'txt'

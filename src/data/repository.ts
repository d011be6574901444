/**
 * Owner and name of the project on GitHub, from PUBLIC_REPOSITORY. There is no default: a name that nobody has taken
 * yet would send readers to whoever takes it.
 *
 * @returns undefined where the site is built without one; then nothing links to a repository
 * @throws when the setting is no such pair, so that the build stops
 */
export function readRepository({ PUBLIC_REPOSITORY }: Readonly<Record<string, unknown>>): string | undefined {
  if (!PUBLIC_REPOSITORY) return undefined
  const repository = String(PUBLIC_REPOSITORY)
  if (/^[\w-]+\/[\w.-]+$/.test(repository)) return repository
  throw new Error(
    'PUBLIC_REPOSITORY must be the owner and the name of a repository on GitHub, as in owner/name',
  )
}

/** Where a file of the project is shown. @param path from the root of the repository */
export const fileHref = (repository: string, path: string): string =>
  `https://github.com/${repository}/blob/main/${path}`

import type { StarterName } from './starter-names.ts'
import { folderNameOf } from './starter-zip.ts'

/** Takes a starter's folder, and nothing else, out of the repository. See https://github.com/unjs/giget */
export const takeCommand = (repository: string, name: StarterName): string =>
  `npx giget@3 gh:${repository}/examples/${name} ${folderNameOf(name)}`

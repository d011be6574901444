import { readStarterFolder } from '../../src/starters/starter-folder.ts'
import { type Folder, folderOf, folders } from '../kit/starter-folders.ts'
import type { Deletion, Edit } from './deletions.ts'

/** The files of a starter by their paths below it. */
export type Files = ReadonlyMap<string, string>

export async function filesOf(starter: Folder): Promise<Files> {
  const files = Object.entries(await readStarterFolder(folderOf(starter)))
  return new Map(files.map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]))
}

/** What is left of a starter. @throws when an edit finds nothing to change */
export function without(files: Files, starter: Folder, deletions: readonly Deletion[]): Files {
  const left = new Map(files)
  for (const deletion of deletions) {
    for (const path of left.keys()) if (deletion.files.some((gone) => isBelow(path, gone))) left.delete(path)
    for (const { file, starters = folders, changes } of deletion.edits) {
      const text = left.get(file)
      if (text !== undefined && starters.includes(starter)) left.set(file, edited(file, text, changes))
    }
  }
  return left
}

const isBelow = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`)

function edited(file: string, text: string, changes: Edit['changes']): string {
  return changes.reduce((before, [from, to]) => {
    const after = before.replace(from, () => to)
    if (after === before) throw new Error(`${file} does not hold this any more: ${from}`)
    return after
  }, text)
}

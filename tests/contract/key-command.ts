import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileCache } from '../kit/compile-cache.ts'
import { folderOf, type Starter } from '../kit/starter-folders.ts'

export interface Ended {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs what `npm run keys` runs, as a process of its own with no setting in its environment. It reads the `.env` of the
 * folder, and leaves its files there.
 */
export function runKeys(starter: Starter, folder: string, ...command: string[]): Promise<Ended> {
  const { scripts } = JSON.parse(readFileSync(join(folderOf(starter), 'package.json'), 'utf8'))
  const [, ...args] = scripts.keys.split(' ')
  const script = join(folderOf(starter), args.pop())
  const options = { cwd: folder, env: compileCache }
  return new Promise((resolve) => {
    execFile(process.execPath, [...args, script, ...command], options, (error, stdout, stderr) =>
      resolve({ exitCode: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })
}

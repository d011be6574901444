import { delimiter, join } from 'node:path'
import { root } from './starter-folders.ts'

/** The environment of a plain shell: nothing of the test runner, of our packages or of the starters' settings. */
export function bareEnv(): NodeJS.ProcessEnv {
  const kept =
    /^(PATH|HOME|USERPROFILE|SYSTEMROOT|TMPDIR|TEMP|TMP|LANG|NODE_EXTRA_CA_CERTS|.*_PROXY|NPM_CONFIG_.*)$/i
  const own = join(root, 'node_modules')
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.startsWith(own))
  const entries = Object.entries(process.env).filter(([name]) => kept.test(name))
  return { ...Object.fromEntries(entries), PATH: path.join(delimiter) }
}

import { delimiter, dirname } from 'node:path'
import { bareEnv } from '../bare-env.ts'

/** A plain shell that finds this process's Node first, which is of the version that the image has. */
export function nodeEnv(): NodeJS.ProcessEnv {
  const bare = bareEnv()
  return { ...bare, PATH: [dirname(process.execPath), bare.PATH].join(delimiter) }
}

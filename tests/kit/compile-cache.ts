import { join } from 'node:path'
import { root } from './starter-folders.ts'

/** For the environment of a service: Node keeps there what it made of our TypeScript, and starts in half of the time. */
export const compileCache = { NODE_COMPILE_CACHE: join(root, '.cache/compiled') }

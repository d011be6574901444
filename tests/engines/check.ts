import type { User } from './user.ts'

/** One thing that a reader does and relies on, the same in every engine. */
export interface Check {
  readonly name: string
  readonly run: (user: User, world: World) => Promise<void>
}

/** What a check may look at besides the browser. */
export interface World {
  /** A server that lets everybody in; empty when nothing reached it. */
  readonly open: { readonly url: string; readonly asked: readonly string[] }
}

import type { Context } from 'hono'
import * as v from 'valibot'
import { readJson } from './read-body.ts'

/** What `POST /login` takes. */
export const loginBody = v.object({
  username: v.pipe(v.string(), v.nonEmpty(), v.maxLength(256)),
  password: v.pipe(v.string(), v.nonEmpty(), v.maxLength(1024)),
  device: v.optional(v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(64)), 'unnamed device'),
  /** Where the tokens go: a page asks for cookies (see `cookies.ts`), everybody else reads the body. */
  delivery: v.optional(v.picklist(['body', 'cookies'])),
})
/** What `POST /refresh` takes, where the token is not in a cookie. */
export const refreshBody = v.object({ refresh_token: v.pipe(v.string(), v.nonEmpty()) })

/** @throws AuthError as `readJson` */
export const readLogin = (c: Context) => readJson(c.req.raw, loginBody)

/** The refresh token of a request. @throws AuthError as `readJson` */
export const readRefresh = async (c: Context): Promise<string> =>
  (await readJson(c.req.raw, refreshBody)).refresh_token

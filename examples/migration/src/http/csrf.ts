import { AuthError } from '../errors.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

// #region csrf
/**
 * Browsers send cookies along whoever asks them to, so a request with cookies has to show where it comes from: from a
 * page of this origin. Browsers say so in `Sec-Fetch-Site`; older ones in `Origin`, which they leave out of reads.
 * Who says neither and wants to change something is refused.
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 * @param ownOrigin of the pages that use the cookies
 * @throws AuthError `csrf_refused`
 */
export function assertSameOrigin(method: string, headers: Pick<Headers, 'get'>, ownOrigin: string): void {
  const site = headers.get('sec-fetch-site')
  const origin = headers.get('origin')
  const isSafe = safeMethods.has(method)
  const isOwn = site === null ? (origin === null ? isSafe : origin === ownOrigin) : site === 'same-origin'
  // `none`: typed into the address bar by the user.
  if (!isOwn && !(site === 'none' && isSafe)) throw new AuthError('csrf_refused')
}
// #endregion csrf

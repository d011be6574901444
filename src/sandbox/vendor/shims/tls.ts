/** The page's own network carries no TLS. */
export function connect(): never {
  throw new Error('TLS is not available in the page; use a redis:// address here')
}
export default { connect }

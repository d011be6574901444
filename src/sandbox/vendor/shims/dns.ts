type Found = (error: Error | null, address?: string, family?: number) => void

/** Every name is this machine: there is no other in the page. */
export const lookup = (_host: string, options: object | Found, found?: Found) =>
  (found ?? (options as Found))(null, '127.0.0.1', 4)
export const resolveSrv = (host: string, found: Found) => found(new Error(`queryA ENOTFOUND ${host}`))
export default { lookup, resolveSrv }

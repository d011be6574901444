export { Buffer } from 'buffer'
/** Node's, for packages that were written for it. */
export const setImmediate = (run: (...values: unknown[]) => void, ...values: unknown[]) =>
  setTimeout(run, 0, ...values)

type Callback = (error: unknown, value?: unknown) => void

export const inspect = String
export const debuglog = () => () => {}
export const promisify =
  (run: (...values: unknown[]) => void) =>
  (...values: unknown[]) =>
    new Promise((resolve, reject) => {
      const done: Callback = (error, value) => (error ? reject(error) : resolve(value))
      run(...values, done)
    })
export const inherits = (child: () => void, parent: () => void) =>
  Object.setPrototypeOf(child.prototype, parent.prototype)
export const format = (...values: unknown[]) => values.join(' ')
export const deprecate = <T>(run: T): T => run
export const types = {}
export const { TextDecoder, TextEncoder } = globalThis
export default { inspect, debuglog, promisify, inherits, format, deprecate, types, TextDecoder, TextEncoder }

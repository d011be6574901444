import type { Meter } from './meter.ts'
import { deepBytes, newBytes } from './sizes.ts'

type Constructor = new (...args: never[]) => object
type Method = (...args: never[]) => unknown

const pageBytes = 65_536
const typedArrays = [
  ...['Int8', 'Uint8', 'Uint8Clamped', 'Int16', 'Uint16', 'Float16', 'Int32', 'Uint32', 'Float32'],
  ...['Float64', 'BigInt64', 'BigUint64'],
].map((name) => `${name}Array`)

/** What takes much memory in one call is counted before it does: whoever calls it, the packages too. */
export function meterAllocators(meter: Meter): void {
  const global = globalThis as unknown as Record<string, Constructor & { BYTES_PER_ELEMENT: number }>
  for (const name of typedArrays) {
    const { BYTES_PER_ELEMENT } = global[name] ?? {}
    if (BYTES_PER_ELEMENT) construct(global, name, ([source]) => lengthOf(source) * BYTES_PER_ELEMENT)
  }
  construct(global, 'ArrayBuffer', ([length]) => lengthOf(length))
  construct(global, 'SharedArrayBuffer', ([length]) => lengthOf(length))
  construct(WebAssembly, 'Memory', ([limits]) => lengthOf(Object(limits).initial) * pageBytes)
  call(WebAssembly.Memory.prototype, 'grow', ([pages]) => lengthOf(pages) * pageBytes)
  call(ArrayBuffer.prototype, 'resize', ([length]) => lengthOf(length))
  call(ArrayBuffer.prototype, 'transfer', ([length]) => lengthOf(length))
  call(Array, 'from', ([source]) => 16 * lengthOf(source))
  call(JSON, 'parse', ([text]) => 4 * lengthOf(text))
  call(globalThis, 'structuredClone', ([value]) => deepBytes(value))

  function construct(owner: object, name: string, bytesOf: (args: readonly unknown[]) => number): void {
    const Type = Reflect.get(owner, name) as Constructor | undefined
    if (!Type) return
    const metered = new Proxy(Type, {
      construct(target, args, newTarget) {
        const bytes = bytesOf(args)
        meter.count(bytes)
        const made = Reflect.construct(target, args, newTarget)
        newBytes(made)
        meter.watch(made, bytes)
        return made
      },
    })
    define(owner, name, metered)
    define(Type.prototype, 'constructor', metered)
  }

  function call(owner: object, name: string, bytesOf: (args: readonly unknown[]) => number): void {
    const method = Reflect.get(owner, name) as Method | undefined
    if (!method) return
    const metered = new Proxy(method, {
      apply(target, self, args) {
        meter.count(bytesOf(args))
        return Reflect.apply(target, self, args)
      },
    })
    define(owner, name, metered)
  }
}

/** Of a number itself, and of what has a length; a view of memory that is there already takes none. */
function lengthOf(value: unknown): number {
  if (typeof value === 'number') return value > 0 ? value : 0
  const { length } = Object(value ?? {}) as { length?: unknown }
  return typeof length === 'number' ? length : 0
}

const define = (owner: object, name: string, value: unknown) =>
  Object.defineProperty(owner, name, { value, writable: true, configurable: true, enumerable: false })

/** Items of lists when they were last seen: a list that is handed around is counted once. */
const counted = new WeakMap<object, number>()
/** Shorter lists are counted each time, which costs less than to remember them. */
const rememberedItems = 64

/** Bytes of what an object holds itself, so far as they were not counted before. */
export function newBytes(value: object): number {
  const { list, items, itemBytes } = contentOf(value)
  if (items < rememberedItems) return items * itemBytes
  const added = items - (counted.get(list) ?? 0)
  if (added > 0) counted.set(list, items)
  return Math.max(0, added) * itemBytes
}

/** Bytes of an object with everything in it. */
export function deepBytes(root: unknown): number {
  const seen = new Set<unknown>()
  const open = [root]
  let bytes = 0
  while (open.length > 0) {
    const value = open.pop()
    if (typeof value === 'string') bytes += value.length
    if (typeof value !== 'object' || value === null || seen.has(value)) continue
    seen.add(value)
    const { items, itemBytes } = contentOf(value)
    bytes += 32 + items * itemBytes
    if (!ArrayBuffer.isView(value)) for (const member of membersOf(value)) open.push(member)
  }
  return bytes
}

interface Content {
  /** What the memory belongs to: of a view, its buffer. */
  readonly list: object
  readonly items: number
  readonly itemBytes: number
}

function contentOf(value: object): Content {
  if (Array.isArray(value)) return { list: value, items: value.length, itemBytes: 16 }
  if (value instanceof Map || value instanceof Set) return { list: value, items: value.size, itemBytes: 48 }
  if (ArrayBuffer.isView(value)) return { list: value.buffer, items: value.byteLength, itemBytes: 1 }
  return { list: value, items: value instanceof ArrayBuffer ? value.byteLength : 0, itemBytes: 1 }
}

function membersOf(value: object): Iterable<unknown> {
  if (value instanceof Map) return [...value].flat()
  return value instanceof Set ? value : Object.values(value)
}

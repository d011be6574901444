import { readableFrames, readableStack } from './positions.ts'

const maxDepth = 4
const maxItems = 100
const maxLength = 8_000

/** What `console.log` prints for its arguments, as close to Node as a reader needs. */
export function formatAll(values: readonly unknown[]): string {
  const text = values
    .map((value) => (typeof value === 'string' ? readable(value) : format(value, 0)))
    .join(' ')
  return text.length > maxLength ? `${text.slice(0, maxLength)}… (cut)` : text
}

/** A program may print a stack by itself. */
const readable = (text: string) => (/^\s+at |@data:/m.test(text) ? readableFrames(text) : text)

function format(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'function') return `[Function: ${value.name || 'anonymous'}]`
  if (typeof value !== 'object' || value === null) return String(value)
  if (value instanceof Error) return readableStack(value)
  if (value instanceof Date) return value.toISOString()
  if (depth >= maxDepth) return '[…]'
  return formatObject(value, depth + 1)
}

function formatObject(value: object, depth: number): string {
  if (Array.isArray(value)) return `[${joined(value.map((item) => format(item, depth)))}]`
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => `${format(key, depth)} => ${format(item, depth)}`)
    return `Map(${value.size}) {${joined(entries)}}`
  }
  if (value instanceof Set)
    return `Set(${value.size}) {${joined([...value].map((item) => format(item, depth)))}}`
  const name = value.constructor?.name
  const prefix = name && name !== 'Object' ? `${name} ` : ''
  const members = Object.entries(value).map(([key, item]) => `${key}: ${format(item, depth)}`)
  return `${prefix}{${joined(members)}}`
}

function joined(items: readonly string[]): string {
  const shown = items.slice(0, maxItems).join(', ')
  return items.length > maxItems ? `${shown}, … ${items.length - maxItems} more` : shown
}

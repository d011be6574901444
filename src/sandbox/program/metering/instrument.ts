import { type AnyNode, parse } from 'acorn'
import { SandboxError } from '../../runtime.ts'
import { type Edit, positionOf } from '../splice.ts'
import { children, isFunction, isLoop, type Place } from './syntax.ts'
import { measured, type Wrap } from './wraps.ts'

/** Bytes of a function with what it closes over. */
const closureBytes = 64

/**
 * Edits after which a file of the reader's reports the memory it asks for. Values that may be large pass through the
 * meter. Closures, which would lose their names on the way, are counted by the loop or the function that makes them.
 *
 * @throws SandboxError `syntax_error`
 */
export function instrument(source: string, path: string): Edit[] {
  const wraps: Wrap[] = []
  const closures = new Map<AnyNode, number>()
  const visit = (place: Place, maker?: AnyNode): void => {
    const { node } = place
    const wrap = measured(place, source)
    if (wrap) wraps.push(wrap)
    if (isFunction(node) && maker) closures.set(maker, (closures.get(maker) ?? 0) + closureBytes)
    for (const child of children(node)) visit(child, isFunction(node) || isLoop(node) ? node : maker)
  }
  visit({ node: parseModule(source, path) })
  const counts = [...closures].map(([maker, bytes]) => counted(maker, bytes))
  return toEdits([...counts, ...wraps], source)
}

function parseModule(source: string, path: string): AnyNode {
  try {
    return parse(source, { ecmaVersion: 'latest', sourceType: 'module' })
  } catch (cause) {
    const { message, pos } = cause as SyntaxError & { pos: number }
    const at = { file: path, ...positionOf(source, pos) }
    throw new SandboxError('syntax_error', `${path}: ${message}`, { cause, at })
  }
}

/** Counts bytes each time the body of a loop or a function begins. */
function counted(maker: AnyNode, bytes: number): Wrap {
  if (!('body' in maker) || Array.isArray(maker.body)) throw new TypeError(`${maker.type} has no body`)
  const { type, start, end } = maker.body
  const count = `__meter.count(${bytes})`
  if (type === 'BlockStatement') return { start: start + 1, end: end - 1, open: `${count};`, close: '' }
  return maker.type === 'ArrowFunctionExpression'
    ? { start, end, open: `(${count},`, close: ')' }
    : { start, end, open: `{${count};`, close: '}' }
}

/** What opens first is closed last. Nothing grows together with the word before it, as in `return[1]`. */
function toEdits(wraps: readonly Wrap[], source: string): Edit[] {
  const outerFirst = [...wraps].sort((one, other) => one.start - other.start || other.end - one.end)
  const innerFirst = outerFirst.toReversed().sort((one, other) => one.end - other.end)
  const gap = (at: number) => (/[\w$]/.test(source[at - 1] ?? '') ? ' ' : '')
  return [
    ...innerFirst.map(({ end, close }) => ({ start: end, end, text: close })),
    ...outerFirst.map(({ start, open }) => ({ start, end: start, text: gap(start) + open })),
  ]
}

import type { AnyNode } from 'acorn'
import type { Place } from './syntax.ts'

/** Text around a stretch of a file. */
export interface Wrap {
  readonly start: number
  readonly end: number
  readonly open: string
  readonly close: string
}

/** The call of the meter that a value passes through, where it may be a large one. */
export function measured(place: Place, source: string): Wrap | undefined {
  const { start, end } = place.node
  const open = isPassedOn(place) ? undefined : callFor(place.node, source)
  return open === undefined ? undefined : { start, end, open: `__meter.${open}`, close: ')' }
}

function callFor(node: AnyNode, source: string): string | undefined {
  switch (node.type) {
    case 'CallExpression':
      return node.callee.type === 'Super' ? undefined : 'called('
    case 'AwaitExpression':
    case 'ChainExpression':
    case 'TaggedTemplateExpression':
      return 'called('
    case 'NewExpression':
    case 'ArrayExpression':
      return 'made(64,'
    case 'ObjectExpression':
      return node.properties.some(({ type }) => type === 'SpreadElement')
        ? 'copied('
        : `made(${32 + 8 * node.properties.length},`
    case 'TemplateLiteral':
      return node.expressions.length > 0 ? 'joined(' : undefined
    case 'BinaryExpression':
      return joins.has(node.operator) ? 'joined(' : undefined
    case 'AssignmentExpression':
      return joins.has(node.operator.slice(0, -1)) ? 'joined(' : grown(node.left, source)
    default:
      return undefined
  }
}

/** Operators that make long strings and giant integers of shorter ones. */
const joins = new Set(['+', '<<', '**'])

/** `list[at] = value` may make a list longer. What stands before the brackets is read twice, so it must be a name. */
function grown(left: AnyNode, source: string): string | undefined {
  if (left.type !== 'MemberExpression' || !left.computed) return undefined
  const list = source.slice(left.object.start, left.object.end)
  return /^[\w$.]+$/.test(list) && list !== 'super' ? `grown(${list},` : undefined
}

/**
 * Whether the value only goes on into what is around it, which is measured itself or names it in the engine's words
 * when it fails: `f(...).x is not a function`.
 */
function isPassedOn({ node, parent, key }: Place): boolean {
  switch (parent?.type) {
    case 'MemberExpression':
      return key === 'object' || key === 'property'
    case 'CallExpression':
    case 'NewExpression':
      return key === 'callee'
    case 'TaggedTemplateExpression':
      return key === 'tag' || key === 'quasi'
    case 'ForInStatement':
    case 'ForOfStatement':
      return key === 'right'
    case 'VariableDeclarator':
      return parent.id.type.endsWith('Pattern')
    case 'AssignmentExpression':
      return parent.left.type.endsWith('Pattern')
    case 'BinaryExpression':
      return parent.operator === '+' && (node.type === 'BinaryExpression' || node.type === 'TemplateLiteral')
    case 'AwaitExpression':
    case 'ChainExpression':
    case 'SpreadElement':
      return true
    default:
      return false
  }
}

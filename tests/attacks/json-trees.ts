import fc from 'fast-check'

/** JSON in which an object may name a member twice. `null` stands for what is not there. */
export type Tree = string | number | boolean | null | readonly Tree[] | Members
export interface Members {
  readonly members: readonly (readonly [name: string, value: Tree])[]
}

/** Few names, so that they meet, and those that look like something else to whoever reads carelessly. */
const name = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    '',
    '__proto__',
    '"',
    '\\',
    '\\"',
    '{',
    '}',
    '[',
    ']',
    ':',
    '":',
    'a":1',
    ' a',
    '\u2028',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
)

const { object } = fc.letrec<{ tree: Tree; object: Members }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(fc.constant(null), fc.boolean(), fc.double({ noNaN: true, noDefaultInfinity: true }), name),
    fc.array(tie('tree'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.record({
    members: fc.uniqueArray(fc.tuple(name, tie('tree')), { selector: ([it]) => it, maxLength: 4 }),
  }),
}))

/** Objects that name each member once, at every depth. */
export const trees: fc.Arbitrary<Members> = object

/** Chooses between spellings, one number after the other. */
export type Style = Iterator<number>
export const styles: fc.Arbitrary<Style> = fc.infiniteStream(fc.nat(3))

const next = (style: Style): number => style.next().value
const space = (style: Style): string => [' ', '\n', '\t', ''][next(style)] ?? ''

/** The tree as a text: with any white space, and with escapes where none are needed. */
export function spell(tree: Tree, style: Style): string {
  if (typeof tree === 'string') return spellString(tree, style)
  if (Array.isArray(tree))
    return `[${tree.map((it) => space(style) + spell(it, style)).join(',')}${space(style)}]`
  if (!isObject(tree)) return JSON.stringify(tree)
  const spelled = tree.members.map(
    ([it, value]) =>
      `${space(style)}${spellString(it, style)}${space(style)}:${space(style)}${spell(value, style)}`,
  )
  return `{${spelled.join(`${space(style)},`)}${space(style)}}`
}

const isObject = (tree: Tree): tree is Members =>
  typeof tree === 'object' && tree !== null && 'members' in tree

/** By UTF-16 units, since that is what an escape holds. */
const spellString = (text: string, style: Style): string =>
  `"${text
    .split('')
    .map((unit) => (next(style) === 0 ? escaped(unit) : JSON.stringify(unit).slice(1, -1)))
    .join('')}"`

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

/** The same tree with one member of one of its objects named once more. Undefined where no object has a member. */
export function repeatMember(tree: Members, [which, member, place]: readonly [number, number, number]) {
  const filled = objectsIn(tree).filter(({ members }) => members.length > 0)
  const chosen = filled[which % filled.length]
  const [repeated] = chosen?.members[member % chosen.members.length] ?? []
  if (!chosen || repeated === undefined) return undefined
  const members = chosen.members.toSpliced(place % (chosen.members.length + 1), 0, [repeated, null])
  return replace(tree, chosen, { members }) as Members
}

function objectsIn(tree: Tree): Members[] {
  if (Array.isArray(tree)) return tree.flatMap(objectsIn)
  return isObject(tree) ? [tree, ...tree.members.flatMap(([, value]) => objectsIn(value))] : []
}

function replace(tree: Tree, old: Members, fresh: Members): Tree {
  if (tree === old) return fresh
  if (Array.isArray(tree)) return tree.map((it) => replace(it, old, fresh))
  if (!isObject(tree)) return tree
  return { members: tree.members.map(([it, value]) => [it, replace(value, old, fresh)] as const) }
}

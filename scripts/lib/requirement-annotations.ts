import ts from 'typescript'
import { type StrategyName, strategyNames } from '../../src/components/strategies.ts'
import type { TestRef } from '../../src/data/requirements/answers.ts'

/** What a test says it shows: `// meets: ASVS-7.4.1, RFC8725-3.1 (redis, hybrid)` in the line above it. */
export interface Annotation {
  readonly test: TestRef
  readonly ids: readonly string[]
  readonly strategies: readonly StrategyName[]
}

/**
 * Reads the annotations of one file of tests.
 *
 * @throws Error with file and line when one is above no test that runs, or is not of the form
 */
export function readAnnotations(file: string, text: string): Annotation[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const place = (position: number) => `${file}:${source.getLineAndCharacterOfPosition(position).line + 1}`

  return tokensOf(source, source).flatMap((token) => {
    const [stray] = meetsComments(text, ts.getTrailingCommentRanges(text, token.end))
    if (stray) throw new Error(`${place(stray.pos)}: a "meets" line stands alone, above its test`)
    const name = testNameOf(token)
    return meetsComments(text, ts.getLeadingCommentRanges(text, token.pos)).map(({ pos, end }) => {
      if (name === undefined) throw new Error(`${place(pos)}: this "meets" line is above no test that runs`)
      return { test: { name, file }, ...parse(text.slice(pos, end), place(pos)) }
    })
  })
}

/** Comments hang on tokens. Walking these finds every comment, and nothing that only looks like one in a string. */
function tokensOf(node: ts.Node, source: ts.SourceFile): ts.Node[] {
  if (ts.isJSDoc(node)) return []
  const children = node.getChildren(source)
  return children.length === 0 ? [node] : children.flatMap((child) => tokensOf(child, source))
}

const meetsComments = (text: string, comments: readonly ts.CommentRange[] = []) =>
  comments.filter(({ pos, end }) => /^\/[/*]\s*meets:/i.test(text.slice(pos, end)))

function parse(comment: string, place: string): Omit<Annotation, 'test'> {
  const [, ids, names] = /^\/\/ meets: ([^\s(),]+(?:, [^\s(),]+)*)(?: \((.+)\))?$/.exec(comment) ?? []
  if (ids === undefined)
    throw new Error(`${place}: write "// meets: ID, ID" or "// meets: ID (redis, hybrid)"`)
  return { ids: ids.split(', '), strategies: names?.split(', ').map(asStrategy) ?? strategyNames }

  function asStrategy(name: string): StrategyName {
    const strategy = strategyNames.find((known) => known === name)
    if (!strategy) throw new Error(`${place}: "${name}" is none of ${strategyNames.join(', ')}`)
    return strategy
  }
}

/** The name of the test that begins with this token. Undefined when none does, or when it does not run. */
function testNameOf(token: ts.Node): string | undefined {
  const [test, ...outer] = callsFrom(token)
  if (!test || !isNamed(test, 'test', 'it')) return undefined
  const calls = [test, ...outer.filter((call) => isNamed(call, 'describe'))]
  return calls.every(runs) ? calls.map(titleOf).reverse().join(' > ') : undefined
}

/** The call that is the statement beginning with this token, and the calls around it, innermost first. */
function callsFrom(token: ts.Node): ts.CallExpression[] {
  let node = token
  while (!ts.isExpressionStatement(node)) {
    if (node.parent?.pos !== token.pos) return []
    node = node.parent
  }
  return ts.isCallExpression(node.expression) ? [node.expression, ...callsAround(node)] : []
}

function callsAround({ parent }: ts.Node): ts.CallExpression[] {
  if (!parent) return []
  return ts.isCallExpression(parent) ? [parent, ...callsAround(parent)] : callsAround(parent)
}

/** The names in `test.each(rows)(title, run)`: `test`, `each`. */
function namesOf(node: ts.Node): string[] {
  if (ts.isIdentifier(node)) return [node.text]
  if (ts.isPropertyAccessExpression(node)) return [...namesOf(node.expression), node.name.text]
  return ts.isCallExpression(node) ? namesOf(node.expression) : []
}

const isNamed = (call: ts.CallExpression, ...names: string[]) => names.includes(namesOf(call)[0] ?? '')

/** A test that is skipped, or expected to fail, shows nothing. */
const runs = (call: ts.CallExpression) =>
  namesOf(call)
    .slice(1)
    .every((member) => ['each', 'for', 'concurrent', 'sequential'].includes(member))

function titleOf({ arguments: [title] }: ts.CallExpression): string {
  if (!title) return ''
  return ts.isStringLiteralLike(title) ? title.text : title.getText()
}

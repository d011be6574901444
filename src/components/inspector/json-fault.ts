/** Where a text stops being JSON, 0-based, and what should be there. */
export interface JsonFault {
  readonly at: number
  readonly text: string
}

type Expected = 'a value' | 'a name in quotes' | 'a colon' | 'a comma or a closing bracket' | 'nothing more'

/** A string, a number or a word, or one of the signs between them. Sticky: it never skips anything. */
const piece =
  /[ \t\n\r]*(?:(?<string>"(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(?<scalar>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|(?<sign>[{}[\],:]))/uy

/**
 * Finds the place that `JSON.parse` does not like. Its own messages differ from browser to browser, and some name no
 * place at all.
 *
 * @param json a text that `JSON.parse` refuses
 */
export function jsonFault(json: string): JsonFault {
  const open: string[] = []
  let expected: Expected = 'a value'
  let at = 0
  let before = ''
  for (;;) {
    piece.lastIndex = at
    const groups = piece.exec(json)?.groups
    if (!groups) return faultAt(json, at, expected)
    const sign = groups.sign ?? (groups.string === undefined ? 'scalar' : 'string')
    const next = follow(sign, { expected, open, before })
    if (!next) return faultAt(json, at, expected)
    at = piece.lastIndex
    before = sign
    expected = next
  }
}

interface State {
  readonly expected: Expected
  readonly open: string[]
  /** The piece before this one. */
  readonly before: string
}

/** What has to follow a piece; undefined where the piece may not stand. */
function follow(sign: string, { expected, open, before }: State): Expected | undefined {
  const afterValue = (): Expected => (open.length > 0 ? 'a comma or a closing bracket' : 'nothing more')
  const close = (opening: string): Expected | undefined => {
    const mayClose = expected === 'a comma or a closing bracket' || before === opening
    return mayClose && open.pop() === opening ? afterValue() : undefined
  }
  if (sign === '}') return close('{')
  if (sign === ']') return close('[')
  if (sign === ':') return expected === 'a colon' ? 'a value' : undefined
  if (sign === ',') return expected === 'a comma or a closing bracket' ? startOf(open.at(-1)) : undefined
  if (expected === 'a name in quotes') return sign === 'string' ? 'a colon' : undefined
  if (expected !== 'a value') return undefined
  if (sign === '{' || sign === '[') {
    open.push(sign)
    return startOf(sign)
  }
  return afterValue()
}

const startOf = (opening: string | undefined): Expected => (opening === '{' ? 'a name in quotes' : 'a value')

function faultAt(json: string, from: number, expected: Expected): JsonFault {
  const at = from + (/^[ \t\n\r]*/.exec(json.slice(from))?.[0].length ?? 0)
  const found = at < json.length ? '' : ', but the text ends'
  return { at, text: `there should be ${expected}${found}` }
}

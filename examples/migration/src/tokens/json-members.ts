/**
 * Whether an object in a JSON text names a member twice. `JSON.parse` keeps the last, other parsers the first:
 * two services could read two different tokens (RFC 7515 section 4, RFC 7519 section 4).
 *
 * @param json a text that `JSON.parse` accepts
 */
export function hasDuplicateMembers(json: string): boolean {
  const open: Set<string>[] = []
  for (const [text, isName] of json.matchAll(stringOrBracket)) {
    if (isName) {
      const name: string = JSON.parse(text.slice(0, text.lastIndexOf('"') + 1))
      if (open.at(-1)?.has(name)) return true
      open.at(-1)?.add(name)
    } else if (text === '{' || text === '[') open.push(new Set())
    else if (text === '}' || text === ']') open.pop()
  }
  return false
}

/** A string as one piece, so that brackets in it do not count; with a colon behind it, it is a name. */
const stringOrBracket = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g

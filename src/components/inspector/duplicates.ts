import { hasDuplicateMembers } from '../../../examples/stateless/src/tokens/json-members.ts'

/**
 * The first member of a JSON text that is named a second time. The starters' own check says whether there is one;
 * it says so of every text that goes on behind the second name, so halving finds the place.
 *
 * @param json a text that `JSON.parse` accepts
 */
export function duplicateMember(json: string): { readonly name: string; readonly at: number } | undefined {
  if (!hasDuplicateMembers(json)) return undefined
  let [without, within] = [0, json.length]
  while (within - without > 1) {
    const middle = Math.floor((without + within) / 2)
    if (hasDuplicateMembers(json.slice(0, middle))) within = middle
    else without = middle
  }
  const [text = '', quoted = '""'] = /("(?:[^"\\]|\\.)*")\s*:$/.exec(json.slice(0, within)) ?? []
  return { name: JSON.parse(quoted), at: within - text.length }
}

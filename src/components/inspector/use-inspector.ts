import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { type EditablePart, isAlteration, withPart } from './changes.ts'
import type { SecretEncoding } from './engine/key-reading.ts'
import { goodRecipe } from './good-recipe.ts'
import { takeToken } from './handoff.ts'
import { loadTools } from './load-tools.ts'
import { makeExample } from './make-example.ts'
import { anyToken, type Policy } from './policy.ts'
import { readToken } from './read-token.ts'
import type { RecipeName } from './recipes.ts'
import type { Signer } from './signing.ts'

interface State {
  /** As it stands in the field. */
  readonly input: string
  /** The token before members of it were edited. */
  readonly original: string
  readonly policy: Policy
  /** As it was pasted. (Not `key`: that name is Preact's.) */
  readonly keyText: string
  readonly encoding: SecretEncoding
  /** Why the key was taken out of its field, or empty. */
  readonly keyNotice: string
  /** Of the example that is shown. */
  readonly signer: Signer | undefined
  readonly pick: RecipeName | ''
  /** What is to be said of the token’s origin, or empty. */
  readonly notice: string
  /** Goes up when the token is another one, and not an edited one. */
  readonly revision: number
}

const blank: State = {
  input: '',
  original: '',
  policy: anyToken,
  keyText: '',
  encoding: 'text',
  keyNotice: '',
  signer: undefined,
  pick: '',
  notice: '',
  revision: 0,
}

/** The token, what the reader expects of it, and what they can do with both. All of it lives in this page alone. */
export function useInspector() {
  const [state, setState] = useState(blank)
  const reading = useMemo(() => readToken(state.input), [state.input])
  const original = useMemo(() => readToken(state.original), [state.original])
  const change = (part: Partial<State>) => setState((before) => ({ ...before, ...part }))
  const turn = useRef(0)
  const replace = (part: Partial<State>) => {
    turn.current += 1
    setState((before) => ({ ...before, notice: '', ...part, revision: before.revision + 1 }))
  }
  /** For what takes a while to make: it must not undo what the reader did meanwhile. */
  const replaceLater = () => {
    const mine = ++turn.current
    return (part: Partial<State>) => {
      if (turn.current === mine) replace(part)
    }
  }

  const pick = async (name: RecipeName) => {
    const replaceNow = replaceLater()
    try {
      const recipe = name === 'good' ? goodRecipe : (await loadTools()).recipes[name]
      const { token, ...setup } = await makeExample(recipe, Date.now())
      replaceNow({ ...setup, input: token, original: token, pick: name, encoding: 'text', keyNotice: '' })
    } catch {
      replaceNow({
        notice:
          'That example cannot be made here: its part did not load, or this browser knows no such keys. Pick another.',
      })
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, after the rendering that the server made
  useEffect(() => {
    const handed = takeToken()
    if (handed) replace({ input: handed, original: handed, notice: fromSandbox })
    else void pick('good')
  }, [])

  return {
    ...state,
    reading,
    original,
    pickExample: pick,
    clear: () => replace(blank),
    setPolicy: (part: Partial<Policy>) => change({ policy: { ...state.policy, ...part } }),
    // What was said of a key that was taken out stays until there is another.
    setKey: (keyText: string) => change({ keyText, ...(keyText !== '' && { keyNotice: '' }) }),
    dropKey: (keyNotice: string) => change({ keyText: '', keyNotice }),
    setEncoding: (encoding: SecretEncoding) => change({ encoding }),
    /** What was typed or pasted. An example’s key and rules are of no use for somebody else’s token. */
    type(input: string) {
      const isAltered = isAlteration(original, readToken(input))
      const isForeign = state.pick !== '' && !isAltered
      replace({ ...(isForeign && blank), input, original: isAltered ? state.original : input })
    },
    edit: (part: EditablePart, json: string) => change({ input: withPart(reading, original, part, json) }),
    undoEdits: () => replace({ input: state.original }),
    async sign(signer: Signer) {
      const replaceNow = replaceLater()
      const text = reading.token.slice(0, reading.token.lastIndexOf('.'))
      const token = `${text}.${await signer.sign(text)}`
      replaceNow({ input: token, original: token, notice: signedAgain })
    },
  }
}

const fromSandbox =
  'This token came from the sandbox, and was deleted where it was handed over. For its key, send Issuer GET /.well-known/jwks.json there and paste the body below.'
const signedAgain =
  'Signed again. To a service this is a token like any other: whoever holds the signing key can write what they like.'

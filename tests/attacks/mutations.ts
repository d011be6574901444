import fc from 'fast-check'

/** Makes another text out of a token. */
export type Mutation = (token: string) => string

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const character = fc.oneof(
  fc.constantFrom(...alphabet),
  fc.constantFrom('.', '=', '+', '/', ' ', '\t', '\r', '\n', '\0', '%', '"', '\ufeff', '\u200b'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
)
const place = fc.nat(4_096)

/** Cuts at a place, which is anywhere in the token, and joins again. */
const cut = (at: number, join: (before: string, after: string) => string): Mutation => {
  return (token) => {
    const index = at % (token.length + 1)
    return join(token.slice(0, index), token.slice(index))
  }
}

const otherCase = (text: string) => (text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase())

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(place, character).map(([at, it]) => cut(at, (before, after) => before + it + after.slice(1))),
  fc.tuple(place, character).map(([at, it]) => cut(at, (before, after) => before + it + after)),
  fc.tuple(place, fc.integer({ min: 1, max: 8 })).map(([at, n]) => cut(at, (a, b) => a + b.slice(n))),
  fc.tuple(place, fc.integer({ min: 1, max: 8 })).map(([at, n]) => cut(at, (a, b) => a + b.slice(0, n) + b)),
  place.map((at) => cut(at, (before, after) => before + otherCase(after.slice(0, 1)) + after.slice(1))),
  place.map((at) => cut(at, (before, after) => before.toLowerCase() + after)),
  place.map((at) => cut(at, (before) => before)),
  place.map((at) => cut(at, (_, after) => after)),
  place.map((at) => cut(at, (before, after) => after + before)),
  fc.string({ minLength: 1, maxLength: 9 }).map((more) => cut(0, (_, token) => token + more)),
  fc.constant(cut(0, (_, token) => token + token)),
)

/** One to four changes, one after the other. */
export const mutations: fc.Arbitrary<Mutation> = fc
  .array(mutation, { minLength: 1, maxLength: 4 })
  .map((steps) => (token) => steps.reduce((text, step) => step(text), token))

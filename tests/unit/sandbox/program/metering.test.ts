import { globSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parse } from 'acorn'
import { afterEach, describe, expect, it } from 'vitest'
import { instrument } from '../../../../src/sandbox/program/metering/instrument.ts'
import { Meter } from '../../../../src/sandbox/program/metering/meter.ts'
import { splice } from '../../../../src/sandbox/program/splice.ts'

const root = join(import.meta.dirname, '../../../..')
const metered = (source: string) => splice(source, instrument(source, 'src/demo.ts')).text
const mebibyte = 2 ** 20
const exceeded = () => {
  throw new RangeError('exceeded')
}

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

afterEach(() => void Reflect.deleteProperty(globalThis, '__meter'))

/** Runs instrumented code as the body of a function. The meter stops it by an error, which a test can see. */
function run(body: string): unknown {
  const meter = new Meter({ onExceeded: exceeded, turnLimitBytes: 16 * mebibyte })
  Object.assign(globalThis, { __meter: meter })
  return new Function(
    metered(`export default function () {${body}}`).replace('export default', 'return '),
  )()()
}

describe('instrument()', () => {
  it('leaves every file of the starters a program, with its lines', () => {
    const files = globSync('examples/{stateless,redis,hybrid}/src/**/*.ts', { cwd: root })
    expect(files.length).toBeGreaterThan(150)
    for (const file of files) {
      const source = stripTypeScriptTypes(readFileSync(join(root, file), 'utf8'))
      const text = metered(source)
      parse(text, { ecmaVersion: 'latest', sourceType: 'module' })
      expect(text.split('\n').length, file).toBe(source.split('\n').length)
    }
  })

  it.each([
    ['const f = () => 1, g = function () {}; return [f.name, g.name]', ['f', 'g']],
    ['const { a, ...rest } = { a: 1, b: 2 }; return { ...rest, a }', { a: 1, b: 2 }],
    ['const list = [1]; list[list.length] = 2; list[0] += 5; return list', [6, 2]],
    [`let text = "a"; text += 1 + 2; return \`\${text}!\``, 'a3!'],
    ['const none = undefined; return none?.of(x()).any', undefined],
    ['class A { #x = [1]; get x() { return this.#x.map((y) => y + 1) } } return new A().x', [2]],
    ['class A extends Array { constructor() { super(3); } } return new A().length', 3],
    [`const tag = (parts, ...values) => [parts.raw, values].flat(); return tag\`a\${1}b\``, ['a', 'b', 1]],
    ['let n = 0; outer: for (;;) { do n++\nwhile (n < 5)\nbreak outer }\nreturn n', 5],
    ['const all = []; for (const x of [1, 2]) all.push(() => x); return all.map((f) => f())', [1, 2]],
    ['const f = function* () { yield* [1, 2] }; return[...f()]', [1, 2]],
    ['return typeof`x` + typeof[] + [void 0, ...(() => [1])()].length', 'stringobject2'],
    [`const o = { get [\`k\${1}\`]() { return new (class { v = 1 })() } }; return o.k1.v`, 1],
    ['const f = (x) => (y) => ({ x, y }); return f(1)(2)', { x: 1, y: 2 }],
    ['try { undefined_() } catch ({ message }) { return message }', 'undefined_ is not defined'],
    [
      'const f = () => 1; try { f().x() } catch ({ message }) { return message }',
      'f(...).x is not a function',
    ],
    [
      'const f = () => 1; try { for (const x of f()); } catch ({ message }) { return message }',
      'f is not a function or its return value is not iterable',
    ],
  ])('changes nothing that a program can see: %s', (body, result) => {
    expect(run(body)).toEqual(result)
  })

  it('names the place of what is no program', () => {
    expect(() => metered('const a = 1\nconst = 2')).toThrow(
      expect.objectContaining({ code: 'syntax_error', at: { file: 'src/demo.ts', line: 2, column: 7 } }),
    )
  })
})

describe('Meter', () => {
  it.each([
    ['arrays', 'const all = []; for (;;) all.push(new Array(1e5))'],
    ['copies', 'const all = Array.from({ length: 1e5 }); for (;;) all.push(all.slice())'],
    ['doubling', 'let all = [1]; for (;;) all = [...all, ...all]'],
    ['text', 'let text = "x"; for (;;) text += text'],
    ['objects', 'for (let all = {}; ; ) all = { all }'],
    ['closures', 'for (let all = null; ; ) { const before = all; all = () => before }'],
    ['callbacks', 'const all = []; for (;;) [1, 2, 3].forEach((x) => { all[all.length] = x })'],
    ['recursion', 'const f = (n) => n && [f(n - 1)]; for (;;) f(100)'],
  ])('ends a turn that asks without an end: %s', (_, body) => {
    expect(() => run(body)).toThrow('exceeded')
  })

  it('lets a program calculate as long as it likes', () => {
    expect(run('let sum = 0; for (let i = 0; i < 1e7; i++) sum = (sum * 31 + i) % 65521; return sum')).toBe(
      62_172,
    )
  })

  it('counts a list that is handed around once', () => {
    expect(
      run(
        'const all = Array(1e5).fill(1); const same = () => all; let n = 0; for (let i = 0; i < 1e5; i++) n += same().length; return n',
      ),
    ).toBe(1e10)
  })

  it('gives back what was collected, and begins each turn anew', async () => {
    const meter = new Meter({ onExceeded: exceeded, turnLimitBytes: 16 * mebibyte })
    for (let turn = 0; turn < 40; turn++) {
      meter.made(10 * mebibyte, {})
      collectGarbage()
      await new Promise((done) => setTimeout(done))
    }
  })
})

import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import * as hybrid from '../../../examples/hybrid/src/settings.ts'
import * as redis from '../../../examples/redis/src/settings.ts'
import * as stateless from '../../../examples/stateless/src/settings.ts'
import { commentsIn, describeSetting } from '../../../src/data/setting.ts'
import { settingGroups } from '../../../src/data/settings.ts'

// What the page on configuration says, against what the starters do.

const starters = { stateless, redis, hybrid }

describe.each(['stateless', 'redis', 'hybrid'] as const)('%s', (strategy) => {
  const read = (env: Record<string, string>): Record<string, unknown> => starters[strategy].readSettings(env)
  const groups = settingGroups.filter(({ strategies }) => strategies.includes(strategy))
  const settings = groups.flatMap((group) => group.settings)

  test('every setting is documented, and no other', () => {
    const example = readFileSync(
      new URL(`../../../examples/${strategy}/.env.example`, import.meta.url),
      'utf8',
    )
    const names = Array.from(example.matchAll(/^([A-Z0-9_]+)=/gm), ([, name]) => name)
    expect(settings.map(({ name }) => name).sort()).toEqual(names.sort())
  })

  test('the defaults are those that it starts with', () => {
    const told = settings.filter(({ fallback }) => fallback !== undefined)
    const started = Object.entries(read({})).map(([name, value]) => [name, String(value)])
    expect(Object.fromEntries(told.map(({ name, fallback }) => [name, fallback]))).toEqual(
      Object.fromEntries(started),
    )
  })

  test('what may come as a file is what it reads from files', () => {
    expect(groups.flatMap(({ secrets }) => secrets)).toEqual([...starters[strategy].secretSettings])
  })

  // Any text is a name of a host, and of a file.
  const particular = settings.filter(({ name, must }) => must !== undefined && name !== 'HOST')
  test.each(particular)('$name with nonsense stops the start, with these words', ({ name, must }) => {
    expect(() => read({ [name]: 'nonsense' })).toThrow(`${name} must ${must}`)
  })

  const numbers = settings.flatMap(({ name, must = '' }) => {
    const [, least, most] = /^be a whole number from (\d+) to (\d+)$/.exec(must) ?? []
    return least === undefined ? [] : [{ name, least: Number(least), most: Number(most) }]
  })
  test.each(numbers)('$name may be from $least to $most, and nothing beyond', ({ name, least, most }) => {
    const isOutOfRange = (value: number) => {
      try {
        read({ [name]: String(value) })
        return false
      } catch (error) {
        // It may also be too large or small for another setting.
        return String(error).includes(`${name} must be a whole number`)
      }
    }
    expect([least - 1, least, most, most + 1].map(isOutOfRange)).toEqual([true, false, false, true])
  })
})

test('the message that the page quotes is what is said', () => {
  const page = readFileSync(
    new URL('../../../src/content/docs/guides/configuration.mdx', import.meta.url),
    'utf8',
  )
  const [, quoted = ''] = /```text\nSetting (.+)\.\n```/.exec(page) ?? []
  expect(quoted).toMatch(/^ACCESS_TTL_SECONDS/)
  expect(() => stateless.readSettings({ ACCESS_TTL_SECONDS: '5m' })).toThrow(quoted)
})

describe('describeSetting()', () => {
  const schema = v.optional(v.string(), 'x')

  test('takes the comment right above the setting, also one of several lines', () => {
    const source = `
      /** Of something else. */
      const other = 1
      /**
       * How long it may
       * take.
       */
      WAIT_MS: wholeNumber(1, 2, 3),
      SILENT: text,
      /** A port. */
      PORT: wholeNumber(1, 2, 3),`
    expect([...commentsIn(source)]).toEqual([
      ['WAIT_MS', 'How long it may take.'],
      ['PORT', 'A port.'],
    ])
  })

  test('throws for a setting that nobody has explained, and names it', () => {
    expect(() => describeSetting('SILENT', schema, new Map())).toThrow(/^SILENT has no comment/)
  })

  test('tells the unit that the name has', () => {
    const units = ['IDLE_SECONDS', 'WAIT_MS', 'PORT'].map(
      (name) => describeSetting(name, schema, new Map([[name, 'text']])).unit,
    )
    expect(units).toEqual(['seconds', 'milliseconds', undefined])
  })
})

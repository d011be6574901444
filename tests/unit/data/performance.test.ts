import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { claims } from '../../../src/data/performance.ts'

const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8'))

describe('what the site says of speed', () => {
  test('each figure comes from a committed run of a command that is there', () => {
    const measured = claims.flatMap((claim) => claim.measured ?? [])
    expect(measured.length).toBeGreaterThan(5)
    for (const { run, values } of measured) {
      expect(run.commit).toMatch(/^[0-9a-f]{7,}$/)
      expect(scripts).toHaveProperty([run.command.replace('npm run ', '')])
      expect(Object.values(values).filter((value) => !/^[\d.]+( ms)?$/.test(value))).toEqual([])
    }
  })

  test('stateless and hybrid ask Redis nothing at a check, and the Redis strategy once', () => {
    const check = claims.find(({ measured }) => measured?.what === 'Commands for a check')
    expect(check?.measured?.values).toEqual({ stateless: '0', redis: '1', hybrid: '0' })
  })
})

import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allStrategies } from '../kit/strategies.ts'
import { promtool } from './promtool.ts'
import { monitoringFiles, namesIn, toldBy, valuesOf } from './told.ts'

const rulesOf = (strategy: (typeof allStrategies)[number]) => monitoringFiles(strategy, '-alerts.yaml')
const hybridRules = rulesOf('hybrid')

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alerts-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('the alert rules', () => {
  test('are three files, of which each starter has what fits', () => {
    expect(allStrategies.map((strategy) => rulesOf(strategy).length)).toEqual([1, 2, 3])
  })

  test.each(hybridRules.map((file) => [basename(file), file]))('%s is sound', (_, file) => {
    expect(promtool('check', 'rules', file)).toContain('SUCCESS')
  })

  // The rules are looked for beside the tests.
  test.each(hybridRules.map((file) => [basename(file), file]))(
    '%s: each fires when it should',
    (name, file) => {
      const tests = name.replace('.yaml', '.test.yaml')
      copyFileSync(file, join(folder, name))
      copyFileSync(join(import.meta.dirname, tests), join(folder, tests))
      expect(promtool('test', 'rules', join(folder, tests))).toContain('SUCCESS')
      for (const [, alert] of readFileSync(file, 'utf8').matchAll(/alert: (\w+)/g))
        expect(readFileSync(join(folder, tests), 'utf8')).toContain(`alertname: ${alert}`)
    },
  )

  test.each(allStrategies)('%s: they look at nothing that the starter does not tell', async (strategy) => {
    const told = await toldBy(strategy)
    const text = rulesOf(strategy)
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n')
    const asked = text
      .split('\n')
      .filter((line) => line.includes('expr:'))
      .join('\n')
    const names = new Set(
      [...asked.matchAll(/(?<!by \()\b(\w+?)(?:_bucket|_sum|_count)?[{)]/g)].map(([, name]) => String(name)),
    )
    const events = [...text.matchAll(/event="(\w+)"/g)].map(([, event]) => String(event))
    expect(names.size).toBeGreaterThan(1)
    expect([...names].filter((name) => !namesIn(told).has(name))).toEqual([])
    expect(events.filter((event) => !valuesOf('event', told).has(event))).toEqual([])
  })
  // Prometheus sees no rise in a series that begins with its first event.
  test.each(allStrategies)('%s: what one event is to raise is told before there is one', async (strategy) => {
    const told = (await toldBy(strategy)).filter(({ value }) => value === 0)
    const rises = rulesOf(strategy).flatMap((file) => [
      ...readFileSync(file, 'utf8').matchAll(/increase\((\w+)\{(\w+)="(\w+)"\}\[\w+\]\)\) > 0/g),
    ])
    expect(rises.length).toBeGreaterThan(1)
    for (const [, name, label = '', value] of rises)
      expect(
        told.filter((sample) => sample.name === name && sample.labels[label] === value).length,
        `${name}, ${value}`,
      ).toBeGreaterThan(0)
  })
})

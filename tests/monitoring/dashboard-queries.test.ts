import { beforeAll, describe, expect, test } from 'vitest'
import type { Sample } from '../kit/samples.ts'
import { allStrategies } from '../kit/strategies.ts'
import { dashboardsOf, panelsIn, queriesOf } from './dashboards.ts'
import { askQueries, type Series } from './promtool.ts'
import { toldBy, valuesOf } from './told.ts'

describe.each(allStrategies)('%s: what its dashboards show of what it tells', (strategy) => {
  let told: Sample[]
  beforeAll(async () => {
    told = await toldBy(strategy)
  })

  test.each(panelsIn(dashboardsOf(strategy)).map((panel) => [panel.title, panel] as const))(
    '%s',
    (_, panel) => {
      const found = queriesOf(panel).map((query) => [`count(${query}) > bool 0`, 1] as const)
      expect(askQueries(told.map(steady), new Map(found))).toContain('SUCCESS')
      const labels = new Set(told.flatMap((sample) => Object.keys(sample.labels)))
      expect(labelsIn(panel.targets).filter((label) => !labels.has(label))).toEqual([])
      const events = valuesOf('event', told)
      expect(eventsIn(panel.targets).filter((event) => !events.has(event))).toEqual([])
    },
  )
})

describe('the numbers on the dashboards', () => {
  const panels = panelsIn(dashboardsOf('hybrid'))
  const queriesOn = (title: string) => panels.filter((it) => it.title === title).flatMap(queriesOf)

  const spread = (name: string): Series[] => [
    { series: `${name}_bucket{result="ok",le="0.001",instance="api-1"}`, values: '0+30x20' },
    { series: `${name}_bucket{result="ok",le="0.005",instance="api-1"}`, values: '0+58x20' },
    { series: `${name}_bucket{result="ok",le="+Inf",instance="api-1"}`, values: '0+60x20' },
    { series: `${name}_bucket{result="ok",le="0.001",instance="api-2"}`, values: '0+20x20' },
    { series: `${name}_bucket{result="ok",le="0.005",instance="api-2"}`, values: '0+40x20' },
    { series: `${name}_bucket{result="ok",le="+Inf",instance="api-2"}`, values: '0+40x20' },
    { series: `${name}_bucket{result="timeout",le="0.001",instance="api-2"}`, values: '0x20' },
    { series: `${name}_bucket{result="timeout",le="+Inf",instance="api-2"}`, values: '0+500x20' },
  ]

  test.each([
    ['Time a check takes', 'token_verification_seconds'],
    ['Time a command takes', 'store_command_seconds'],
  ])('%s: over all instances, and without what went wrong', (title, name) => {
    const [half = '', most = ''] = queriesOn(title)
    const asked = new Map([
      [inMicroseconds(half), 1000],
      [inMicroseconds(most), 5000],
    ])
    expect(askQueries(spread(name), asked)).toContain('SUCCESS')
  })

  test.each([
    ['nothing', ['ok'], 0],
    ['a quarter', ['ok', 'ok', 'ok', 'token_expired'], 0.25],
    ['everything', ['keys_unavailable', 'token_missing'], 1],
  ])('Share of checks refused: %s', (_, results, share) => {
    const [query = ''] = queriesOn('Share of checks refused')
    const series = results.map((result, i) => ({
      series: `token_verification_seconds_count{result="${result}",instance="api-${i}"}`,
      values: '0+60x20',
    }))
    expect(askQueries(series, new Map([[`sum(${query})`, share]]))).toContain('SUCCESS')
  })

  test('Signing key changed: once, although each issuer tells of it', () => {
    const series = ['issuer-1', 'issuer-2'].map((instance) => ({
      series: `security_events_total{event="crypt_signing_key_changed",instance="${instance}"}`,
      values: '0x5 1x15',
    }))
    const [query = ''] = queriesOn('Signing key changed')
    expect(askQueries(series, new Map([[`floor(${query})`, 1]]))).toContain('SUCCESS')
  })
})

/** A sample as it is read again and again. */
const steady = ({ name, labels, value }: Sample): Series => ({
  series: `${name}{${Object.entries(labels).map(([key, it]) => `${key}="${it}"`)}}`,
  values: `${value.toFixed(6)}x20`,
})

const inMicroseconds = (query: string) => `round(1e6 * ${query})`

type Targets = readonly { readonly expr: string; readonly legendFormat?: string }[]

/** By which labels queries group, and which their legends name. */
const labelsIn = (targets: Targets): string[] =>
  targets.flatMap(({ expr, legendFormat = '' }) => [
    ...wordsIn(expr, / by \((\w+)\)/g),
    ...wordsIn(legendFormat, /\{\{(\w+)\}\}/g),
  ])

const eventsIn = (targets: Targets): string[] =>
  targets.flatMap(({ expr }) => wordsIn(expr, /event=~?"([^"]+)"/g)).flatMap((any) => any.split('|'))

const wordsIn = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, word]) => String(word))

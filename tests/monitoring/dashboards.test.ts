import { readFileSync } from 'node:fs'
import { defaultDashboard } from '@grafana/schema'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { allStrategies } from '../kit/strategies.ts'
import { typeFaults } from './dashboard-types.ts'
import { dashboardsOf, type Panel, panelsIn, queriesOf } from './dashboards.ts'
import { checkQueries } from './promtool.ts'
import { monitoringFiles, namesIn, toldBy, valuesOf } from './told.ts'

// No Grafana runs here. The files are held to the types that Grafana publishes, the queries to Prometheus itself
// (dashboard-queries.test.ts) and to what the starters tell.

const files = dashboardsOf('hybrid')
const alerts = monitoringFiles('hybrid', '-alerts.yaml').flatMap(expressionsIn)
const panels = panelsIn(files).map((panel) => [panel.title, panel] as const)

describe('the dashboards', () => {
  test('are three files, of which each starter has what fits', () => {
    expect(allStrategies.map((strategy) => dashboardsOf(strategy).length)).toEqual([1, 2, 3])
    expect(new Set(files.map(({ dashboard }) => dashboard.uid)).size).toBe(3)
  })

  test('say nothing that Grafana does not know, in the version of the schema that it writes', () => {
    const dashboards = files.map(({ dashboard }) => dashboard)
    expect(typeFaults(dashboards)).toEqual([])
    const mistyped = dashboards.map((it) => ({ ...it, panels: it.panels.map((p) => ({ ...p, titel: '' })) }))
    expect(typeFaults(mistyped)).toHaveLength(panels.length)
    for (const { schemaVersion } of dashboards) expect(schemaVersion).toBe(defaultDashboard.schemaVersion)
  })

  test.each(files.map(({ name, dashboard }) => [name, dashboard] as const))(
    '%s: the panels lie beside each other, and the reader chooses the Prometheus',
    (_, dashboard) => {
      const cells = dashboard.panels.flatMap(cellsOf)
      expect(cells.filter(({ x }) => x >= 24)).toEqual([])
      expect(new Set(cells.map(({ x, y }) => `${x} ${y}`)).size).toBe(cells.length)
      expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length)
      expect(dashboard.templating.list).toMatchObject([{ name: 'datasource', type: 'datasource' }])
      for (const { datasource } of dashboard.panels)
        expect(datasource).toEqual({ type: 'prometheus', uid: chosen('datasource') })
    },
  )

  test.each(panels)(
    '%s: says in a sentence what a bad value means, and has the unit of its numbers',
    (_, panel) => {
      expect(panel.description).toMatch(/^[A-Z0-9][^.]+ [^.]+\.$/)
      for (const query of queriesOf(panel)) expect(unitsOf(query)).toContain(panel.fieldConfig.defaults.unit)
    },
  )

  test.each(panels)('%s: Prometheus can read its queries', (_, panel) => {
    expect(checkQueries(queriesOf(panel))).toContain('SUCCESS')
  })

  test.each(panels.filter(([, panel]) => redLineOf(panel)))(
    '%s: the red line is where the alert is',
    (_, panel) => {
      const limit = ` > ${redLineOf(panel)}`
      const watched = queriesOf(panel).map((query) => query.replace(' by (instance) ', '') + limit)
      expect(alerts.filter((alert) => watched.includes(alert))).toHaveLength(1)
    },
  )
})

describe.each(allStrategies)('%s', (strategy) => {
  test('all that it tells is on its dashboards, but for what it only logs and what it cannot do', async () => {
    const told = await toldBy(strategy)
    const text = panelsIn(dashboardsOf(strategy)).flatMap(queriesOf).join('\n')
    expect([...namesIn(told)].filter((name) => !text.includes(name))).toEqual([])
    const shown = new Set(text.match(/\w+/g))
    const events = [...valuesOf('event', told)].filter((event) => !shown.has(event))
    expect(events.toSorted()).toEqual([...cannotDo[strategy], ...onlyLogged].toSorted())
  })
})

/** Server processes write these into the log, where no Prometheus has read them yet or will any more. */
const onlyLogged = ['sys_shutdown', 'sys_startup']

const cannotDo = {
  stateless: [
    'authn_all_tokens_revoked',
    'authn_policy_fallback',
    'authn_token_reuse',
    'authn_token_revoked',
  ],
  redis: ['authn_policy_fallback'],
  hybrid: [],
}

/** How Grafana writes a variable. */
const chosen = (variable: string) => `\${${variable}}`

interface AlertFile {
  readonly groups: readonly { readonly rules: readonly { readonly expr: string }[] }[]
}

/** What the alerts in a file look at. */
function expressionsIn(path: string): string[] {
  const { groups }: AlertFile = parse(readFileSync(path, 'utf8'))
  return groups.flatMap(({ rules }) => rules.map(({ expr }) => expr))
}

/** The squares of the grid that a panel covers. */
const cellsOf = ({ gridPos: { x, y, w, h } }: Panel) =>
  Array.from({ length: w * h }, (_, i) => ({ x: x + (i % w), y: y + Math.floor(i / w) }))

function unitsOf(query: string): string[] {
  if (/^histogram_quantile|_age_seconds/.test(query)) return ['s']
  if (/\) \/ sum\(/.test(query)) return ['percentunit']
  return query.includes('rate(') ? ['cps', 'ops'] : ['short']
}

/** Above a red line in a graph somebody is called. */
const redLineOf = ({ type, fieldConfig: { defaults } }: Panel) =>
  type === 'timeseries' && defaults.thresholds?.steps.find(({ color }) => color === 'red')?.value

import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { StrategyName } from '../kit/systems.ts'
import { monitoringFiles } from './told.ts'

export interface Panel {
  readonly id: number
  readonly type: string
  readonly title: string
  readonly description: string
  readonly gridPos: Readonly<Record<'x' | 'y' | 'w' | 'h', number>>
  readonly datasource: object
  readonly fieldConfig: {
    readonly defaults: { readonly unit: string; readonly thresholds?: { readonly steps: readonly Step[] } }
  }
  readonly targets: readonly { readonly expr: string; readonly legendFormat?: string }[]
}

interface Step {
  readonly color: string
  readonly value: number | null
}

export interface Dashboard {
  readonly uid: string
  readonly schemaVersion: number
  readonly templating: { readonly list: readonly object[] }
  readonly panels: readonly Panel[]
}

export interface DashboardFile {
  readonly name: string
  readonly path: string
  readonly dashboard: Dashboard
}

export const dashboardsOf = (strategy: StrategyName): DashboardFile[] =>
  monitoringFiles(strategy, '-dashboard.json').map((path) => ({
    ...{ path, name: basename(path) },
    dashboard: JSON.parse(readFileSync(path, 'utf8')),
  }))

/** Queries as Grafana sends them: it puts numbers in the place of its two variables. */
export const queriesOf = ({ targets }: Pick<Panel, 'targets'>): string[] =>
  targets.map(({ expr }) => expr.replaceAll('$__rate_interval', '5m').replaceAll('$__range', '1h'))

export const panelsIn = (files: readonly DashboardFile[]): Panel[] =>
  files.flatMap(({ dashboard }) => dashboard.panels)

import { join } from 'node:path'
import { root } from '../kit/starter-folders.ts'
import { faultsIn } from '../kit/type-faults.ts'

/**
 * The types that Grafana publishes, for what our dashboards are made of. Those leave open what a data source asks for
 * and what belongs to one kind of panel; here that is closed, so that a misspelt name is a fault everywhere.
 */
const types = `
import type { Dashboard, FieldConfig, GraphFieldConfig, Panel } from '@grafana/schema'

/** JSON has the value of an enum, and not its name. */
type Plain<T> = T extends string ? \`\${T}\` : T extends object ? { [K in keyof T]: Plain<T[K]> } : T

interface Query { refId: string; expr: string; legendFormat?: string; instant?: true }

interface Fields<Custom> { defaults: Omit<FieldConfig, 'custom'> & { custom?: Custom }; overrides: [] }

type PanelOf<Type, Custom> = Omit<Panel, 'type' | 'targets' | 'fieldConfig' | 'options'> &
  { type: Type; targets: Query[]; fieldConfig: Fields<Custom> }

type Ours = Omit<Dashboard, 'panels'> &
  { panels: (PanelOf<'timeseries', GraphFieldConfig> | PanelOf<'stat', never>)[] }
`

/** What is missing in dashboards, of another type, or unknown to Grafana. */
export const typeFaults = (dashboards: readonly object[]): string[] =>
  faultsIn(
    join(root, 'dashboards.ts'),
    types + dashboards.map((it, i) => `export const d${i}: Plain<Ours> = ${JSON.stringify(it)}`).join('\n'),
  )

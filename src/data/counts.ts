import { byStrategy, type StrategyName } from '../components/strategies.ts'
import { exampleFiles } from '../snippets/example-files.ts'
import { settingGroups } from './settings.ts'

/** What somebody who runs a strategy has to look after. Counted when the site is built. */
interface Counts {
  /** Alert rules in the starter. */
  readonly alerts: number
  /** Settings that the starter reads. */
  readonly settings: number
}

const alertsOf = (strategy: StrategyName): number =>
  Array.from(exampleFiles)
    .filter(([path]) => path.startsWith(`${strategy}/monitoring/`))
    .reduce((sum, [, text]) => sum + text.split('alert:').length - 1, 0)

const settingsOf = (strategy: StrategyName): number =>
  settingGroups
    .filter(({ strategies }) => strategies.includes(strategy))
    .reduce((sum, { settings }) => sum + settings.length, 0)

export const counts = byStrategy((name): Counts => ({ alerts: alertsOf(name), settings: settingsOf(name) }))

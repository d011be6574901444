import type { GenericSchema } from 'valibot'
import { commonContradictions } from '../../examples/hybrid/src/settings/contradictions.ts'
import { hybridContradictions, hybridSettings } from '../../examples/hybrid/src/settings/hybrid.ts'
import { redisContradictions, redisSecrets, redisSettings } from '../../examples/hybrid/src/settings/redis.ts'
import { commonSecrets, commonSettings } from '../../examples/hybrid/src/settings/schema.ts'
import type { StrategyName } from '../components/strategies.ts'
import { exampleFile } from '../snippets/example-files.ts'
import { commentsIn, describeSetting, type Setting, withoutMust } from './setting.ts'

/** What a starter has more than the one before. */
export interface SettingGroup {
  readonly title: string
  readonly strategies: readonly StrategyName[]
  readonly settings: readonly Setting[]
  /** Those that may come as a file, by their name with `_FILE` behind it. */
  readonly secrets: readonly string[]
  /** What must hold between settings. */
  readonly rules: readonly Rule[]
}

interface Rule {
  readonly setting: string
  readonly must: string
}

type Schemas = Readonly<Record<string, GenericSchema>>

const sources = ['schema', 'redis', 'hybrid'].map((name) => exampleFile(`hybrid/src/settings/${name}.ts`))
const comments = commentsIn(sources.join('\n'))

const newIn = (all: Schemas, known: Schemas): Setting[] =>
  Object.entries(all)
    .filter(([name]) => !(name in known))
    .map(([name, schema]) => describeSetting(name, schema, comments))

const rulesOf = (contradictions: readonly (readonly [string, string, ...unknown[]])[]): Rule[] =>
  contradictions.map(([setting, expectation]) => ({ setting, must: withoutMust(expectation) }))

export const settingGroups: readonly SettingGroup[] = [
  {
    title: 'In every starter',
    strategies: ['stateless', 'redis', 'hybrid'],
    settings: newIn(commonSettings, {}),
    secrets: commonSecrets,
    rules: rulesOf(commonContradictions),
  },
  {
    title: 'With Redis',
    strategies: ['redis', 'hybrid'],
    settings: newIn(redisSettings, commonSettings),
    secrets: redisSecrets.slice(commonSecrets.length),
    rules: rulesOf(redisContradictions),
  },
  {
    title: 'In the hybrid alone',
    strategies: ['hybrid'],
    settings: newIn(hybridSettings, redisSettings),
    secrets: [],
    rules: rulesOf(hybridContradictions.slice(redisContradictions.length)),
  },
]

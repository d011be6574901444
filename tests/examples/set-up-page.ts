import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../kit/starter-folders.ts'

// The ten minutes of the page "Set it up", as they are written there.

const page = readFileSync(join(root, 'src/content/docs/guides/set-up.mdx'), 'utf8')
const section = page.slice(page.indexOf('## Ten minutes'))

const blocksOf = (language: string, source: string): string[] =>
  Array.from(
    source.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms')),
    ([, block = '']) => block,
  )

const [start = '', call = ''] = blocksOf('sh', section.slice(0, section.indexOf('<Tabs')))

/** From the folder of a starter to services that run. */
export const startCommands = start

/** What each starter is shown with: the calls, and what they are answered. */
export const tabs = Array.from(
  section.matchAll(/<TabItem label="(\w+)">(.*?)<\/TabItem>/gs),
  ([, label = '', tab = '']) => ({
    starter: label.toLowerCase(),
    calls: `${call}\n${blocksOf('sh', tab).join('\n')}`,
    promised: /"revocation":"[\w-]+"/.exec(tab)?.[0],
    last: blocksOf('json', tab).join().trim(),
  }),
)

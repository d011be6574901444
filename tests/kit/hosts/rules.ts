import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a host sends with a path, as its own file says. */
export type HeadersFor = (path: string) => [name: string, value: string][]

const root = join(import.meta.dirname, '../../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** `_headers` as Netlify and Cloudflare Pages read it: every rule that matches counts. */
export function netlifyRules(): HeadersFor {
  const blocks = read('public/_headers').trim().split('\n\n')
  const rules = blocks.map((block) => {
    const [pattern = '', ...lines] = block.split('\n')
    return { matches: glob(pattern), headers: lines.map(splitLine) }
  })
  return (path) => rules.filter(({ matches }) => matches(path)).flatMap(({ headers }) => headers)
}

interface VercelRule {
  readonly source: string
  readonly headers: readonly { readonly key: string; readonly value: string }[]
}

/** `vercel.json`: every rule whose source matches the whole path counts. */
export function vercelRules(): HeadersFor {
  const { headers: rules } = JSON.parse(read('vercel.json')) as { headers: VercelRule[] }
  return (path) =>
    rules
      .filter(({ source }) => new RegExp(`^${source}$`).test(path))
      .flatMap(({ headers }) => headers.map(({ key, value }): [string, string] => [key, value]))
}

const glob = (pattern: string) => {
  const prefix = pattern.replace(/\*$/, '')
  return (path: string) => (prefix === pattern ? path === pattern : path.startsWith(prefix))
}

function splitLine(line: string): [name: string, value: string] {
  const at = line.indexOf(':')
  return [line.slice(0, at).trim(), line.slice(at + 1).trim()]
}

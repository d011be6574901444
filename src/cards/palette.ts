import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/**
 * A colour of the light theme, by its name in tokens.css without the dashes. A card looks the same for everybody.
 *
 * @throws when there is no such colour
 */
export function color(name: string): string {
  const found = light.get(name)
  if (found === undefined) throw new Error(`tokens.css has no --${name} for the light theme`)
  return found
}

const tokens = readFileSync(resolve('src/styles/tokens.css'), 'utf8')
const [, block = ''] = /\[data-theme="light"\] \{([^}]*)\}/.exec(tokens) ?? []
const light = new Map(
  Array.from(block.matchAll(/--([\w-]+): (#\w+);/g), ([, name = '', hex = '']) => [name, hex]),
)

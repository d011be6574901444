import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { parse } from 'yaml'
import { mergeService, mergeTop, type Tree } from './merge.ts'

export interface ComposeService {
  readonly build?: string
  readonly image: string
  readonly user?: string
  readonly command?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly secrets?: readonly string[]
  readonly configs?: readonly { readonly source: string; readonly target: string }[]
  readonly volumes?: readonly string[]
  readonly ports?: readonly string[]
  readonly networks: Readonly<Record<string, { readonly ipv4_address?: string }>>
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly healthcheck?: { readonly test: readonly string[] }
  readonly restart?: string
  readonly read_only?: boolean
  readonly cap_drop?: readonly string[]
  readonly security_opt?: readonly string[]
  readonly stop_grace_period?: string
  readonly logging?: { readonly driver: string }
  readonly deploy?: { readonly resources: { readonly limits: Readonly<Record<string, string | number>> } }
}

type Files = Readonly<Record<string, { readonly file: string }>>

/** What of a Compose file the starters use. */
export interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>
  readonly secrets: Files
  readonly configs?: Files
  readonly volumes?: Readonly<Record<string, unknown>>
  readonly networks: Readonly<
    Record<string, { readonly internal?: boolean; readonly ipam?: { config: { subnet: string }[] } }>
  >
}

/**
 * What `docker compose -f first -f second ...` makes of the files in a folder, each a change to those before it.
 *
 * @param env for `${NAME:-default}`
 */
export function readCompose(
  folder: string,
  files: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Compose {
  const trees = files.map((file) => withoutExtends(folder, readTree(join(folder, file), env), env))
  return trees.reduce(mergeTop, { services: {} }) as unknown as Compose
}

/** What `${NAME:-default}` is replaced from in a project: its `.env`, and the environment, which wins. */
export function environmentOf(
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const file = join(folder, '.env')
  const written = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
  return { ...(written as Record<string, string>), ...env }
}

/** A file as it stands, with what it takes from the environment. */
export function readTree(path: string, env: Readonly<Record<string, string>> = {}): Tree {
  return interpolate(parse(readFileSync(path, 'utf8'), { merge: true }), env) as Tree
}

function interpolate(value: unknown, env: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return interpolateText(value, env)
  if (Array.isArray(value)) return value.map((item) => interpolate(item, env))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, interpolate(item, env)]))
}

/** @throws for a form that the starters do not use, rather than to pass it on as text */
function interpolateText(text: string, env: Readonly<Record<string, string>>): string {
  return text.replace(/\$(?:\{(\w+):-([^}]*)\})?/g, (_, name, fallback) => {
    if (name === undefined)
      throw new Error('Of what Compose replaces, only a name with a default is read here')
    // With :- an empty value counts as none.
    return env[name] || fallback
  })
}

function withoutExtends(folder: string, tree: Tree, env: Readonly<Record<string, string>>): Tree {
  const services = Object.entries(tree.services as Record<string, Tree>).map(([name, service]) => {
    const { extends: origin, ...own } = service
    if (origin === undefined) return [name, own]
    const { file, service: of } = origin as { file: string; service: string }
    const base = (readTree(join(folder, file), env).services as Record<string, Tree>)[of]
    if (!base) throw new Error(`${file} has no service ${of} to extend`)
    return [name, mergeService(base, own)]
  })
  return { ...tree, services: Object.fromEntries(services) }
}

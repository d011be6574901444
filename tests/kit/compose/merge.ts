// How Compose merges files: https://github.com/compose-spec/compose-spec/blob/main/13-merge.md

export type Tree = Readonly<Record<string, unknown>>

/** Later wins, sequences follow each other. */
export function mergeTop(base: Tree, change: Tree): Tree {
  const { services, ...rest } = mergeTrees(base, change, (a, b) => [...a, ...b])
  const [before, after] = [base.services as Record<string, Tree>, change.services as Record<string, Tree>]
  const merged = Object.keys(services as Tree).map((name) => [
    name,
    mergeService(before[name] ?? {}, after[name] ?? {}),
  ])
  return { ...rest, services: Object.fromEntries(merged) }
}

/** As above, but a command replaces a command, and what is mounted at one place replaces what was. */
export const mergeService = (base: Tree, change: Tree): Tree =>
  mergeTrees(withNetworkMap(base), withNetworkMap(change), (a, b, key) => {
    if (['command', 'entrypoint', 'test'].includes(key)) return b
    if (!['secrets', 'configs', 'volumes'].includes(key)) return [...a, ...b]
    return [...new Map([...a, ...b].map((mount) => [targetOf(mount), mount])).values()]
  })

function mergeTrees(
  base: Tree,
  change: Tree,
  sequences: (a: readonly unknown[], b: readonly unknown[], key: string) => readonly unknown[],
): Tree {
  const merged = new Map(Object.entries(base))
  for (const [key, after] of Object.entries(change)) {
    const before = merged.get(key)
    if (Array.isArray(before) && Array.isArray(after)) merged.set(key, sequences(before, after, key))
    else if (isTree(before) && isTree(after)) merged.set(key, mergeTrees(before, after, sequences))
    else merged.set(key, after)
  }
  return Object.fromEntries(merged)
}

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A list of networks is short for a map of them. */
function withNetworkMap(service: Tree): Tree {
  const { networks } = service
  return Array.isArray(networks)
    ? { ...service, networks: Object.fromEntries(networks.map((name) => [name, {}])) }
    : service
}

function targetOf(mount: unknown): unknown {
  if (typeof mount === 'string') return mount.split(':').at(1) ?? mount
  return (mount as { target: string }).target
}

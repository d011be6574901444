import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { freePort } from '../ports.ts'
import type { Compose, ComposeService } from './model.ts'

// Containers have names and file systems of their own. Plain processes share those of this machine, so names become
// ports of 127.0.0.1, and what is mounted at a path lies below a folder of the service.

/** Turns what a container reads into what its process reads: paths and addresses. */
export type Translate = (text: string) => string

export interface Places {
  portOf(service: string): number
  /** @param folder where the service's mounts lie */
  translator(service: ComposeService, folder: string): Translate
}

/** Gives each service a port. Each listens on one. */
export async function assignPlaces({ services }: Compose): Promise<Places> {
  const ports = new Map<string, number>()
  const names = new Map<string, string>()
  for (const [name, { networks }] of Object.entries(services)) {
    ports.set(name, await freePort())
    for (const alias of [name, ...Object.values(networks).map((network) => network?.ipv4_address)])
      if (alias) names.set(alias, name)
  }
  const portOf = (service: string) => ports.get(service) ?? 0
  const hosts = [...names.keys()].sort((a, b) => b.length - a.length).map((name) => RegExp.escape(name))
  // A user may be called like a host, and have a password that begins with digits.
  const address = new RegExp(`(?<![\\w.-])(${hosts.join('|')}):\\d+(?![\\w-])`, 'g')
  const here: Translate = (text) =>
    text.replace(address, (_, alias) => `127.0.0.1:${portOf(names.get(alias) ?? '')}`)
  return {
    portOf,
    translator(service, folder) {
      const targets = mountsOf(service).map(({ target }) => target)
      const path = new RegExp(
        `(?<![\\w./-])(${targets.map((target) => RegExp.escape(target)).join('|')})(?![\\w-])`,
        'g',
      )
      return (text) => here(targets.length === 0 ? text : text.replace(path, (found) => join(folder, found)))
    },
  }
}

interface Mount {
  readonly kind: 'secrets' | 'configs' | 'volumes'
  /** A name at the top of the Compose file, or a path. */
  readonly source: string
  readonly target: string
}

function mountsOf({ secrets = [], configs = [], volumes = [] }: ComposeService): Mount[] {
  return [
    ...secrets.map((name) => ({ kind: 'secrets', source: name, target: `/run/secrets/${name}` }) as const),
    ...configs.map((config) => ({ kind: 'configs', ...config }) as const),
    ...volumes.map((volume) => {
      const [source = '', target = ''] = volume.split(':')
      return { kind: 'volumes', source, target } as const
    }),
  ]
}

/** Puts what a service mounts below the folder: files translated, folders as they are, volumes empty. */
export async function mountAll(
  service: ComposeService,
  { project, compose, folder, translate }: Mounting,
): Promise<void> {
  for (const { kind, source, target } of mountsOf(service)) {
    const place = join(folder, target)
    await mkdir(dirname(place), { recursive: true })
    if (kind !== 'volumes') {
      const file = compose[kind]?.[source]?.file
      if (!file) throw new Error(`compose.yaml has no file for ${source}`)
      await writeFile(place, translate(await readFile(resolve(project, file), 'utf8')))
    } else if (source.startsWith('.')) await symlink(resolve(project, source), place)
    else await mkdir(place)
  }
}

interface Mounting {
  readonly project: string
  readonly compose: Compose
  readonly folder: string
  readonly translate: Translate
}

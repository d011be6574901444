import { globSync } from 'node:fs'
import { join } from 'node:path'
import { catalog, newSession } from '../kit/client.ts'
import { read, type Sample } from '../kit/samples.ts'
import { folderOf } from '../kit/starter-folders.ts'
import { openSystem, type StrategyName } from '../kit/systems.ts'

/** The files in the folder `monitoring` of a starter whose names end so. */
export const monitoringFiles = (strategy: StrategyName, ending: string): string[] =>
  globSync(`monitoring/*${ending}`, { cwd: folderOf(strategy) }).map((file) => join(folderOf(strategy), file))

/** What a starter tells Prometheus after a login, a token that was honoured and one that was refused. */
export async function toldBy(strategy: StrategyName): Promise<Sample[]> {
  const system = await openSystem(strategy, undefined)
  try {
    await catalog(system.api, (await newSession(system)).access)
    await catalog(system.api, 'words')
    const services = Object.entries({ issuer: system.issuer, api: system.api })
    return (await Promise.all(services.map(([name, service]) => readAs(name, service)))).flat()
  } finally {
    await system.close()
  }
}

/** Prometheus adds where it read a sample: `instance`. */
const readAs = async (instance: string, service: Parameters<typeof read>[0]): Promise<Sample[]> =>
  (await read(service)).map((sample) => ({ ...sample, labels: { ...sample.labels, instance } }))

/** The names under which metrics are described, without what a histogram adds. */
export const namesIn = (samples: readonly Sample[]): Set<string> =>
  new Set(samples.map(({ name }) => name.replace(/_(bucket|sum|count)$/, '')))

/** All values that a label has. */
export const valuesOf = (label: string, samples: readonly Sample[]): Set<string> =>
  new Set(samples.flatMap(({ labels }) => labels[label] ?? []))

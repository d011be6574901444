import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { faultsIn } from '../type-faults.ts'

export interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string }
}

export function readManifests(path: string): Manifest[] {
  return parseAllDocuments(readFileSync(path, 'utf8')).map((document) => document.toJS())
}

/** Where `kubernetes-types` has the types of an API version. Namespaces and the like have none of their own. */
const moduleOf = (apiVersion: string): string => {
  const [group = '', version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion]
  return `kubernetes-types/${group.replace('.k8s.io', '')}/${version}`
}

/**
 * Checks manifests against the types that are published for the API of Kubernetes. What is missing, of another type
 * or unknown is a fault: TypeScript lets no literal have more than its type names.
 */
export function typeFaults(root: string, manifests: readonly Manifest[]): string[] {
  const lines = manifests.map(
    (manifest, i) =>
      `import type { ${manifest.kind} as T${i} } from '${moduleOf(manifest.apiVersion)}'\n` +
      `export const m${i}: T${i} = ${JSON.stringify(manifest)}`,
  )
  return faultsIn(join(root, 'manifests.ts'), lines.join('\n'))
}

import type { ExampleName } from '../../sandbox/example-files.ts'
import type { FileMap } from '../../sandbox/runtime.ts'

/** A file as the endpoint gives it: what the runtime mounts, and the text in colours. */
export interface ExampleFile {
  readonly text: string
  readonly stripped: string
  readonly html: string
}

export type Example = Readonly<Record<string, ExampleFile>>

const loading = new Map<ExampleName, Promise<Example>>()

/** Loads an example once a page. A failure is not kept, so the next try asks again. */
export function loadExample(name: ExampleName): Promise<Example> {
  const known = loading.get(name)
  if (known) return known
  const request = fetchExample(name)
  loading.set(name, request)
  request.catch(() => loading.delete(name))
  return request
}

async function fetchExample(name: ExampleName): Promise<Example> {
  const response = await fetch(`/examples/${name}.json`)
  if (!response.ok) throw new Error(`The example did not load: the server answered ${response.status}`)
  return response.json()
}

/** The example with the reader's edits in it. An edited file has no JavaScript yet; the runtime makes it. */
export function withEdits(example: Example, edits: Readonly<Record<string, string>>): FileMap {
  const files = Object.entries(example).map(([path, { text, stripped }]) => {
    const edited = edits[path]
    return [path, edited === undefined || edited === text ? { text, stripped } : { text: edited }] as const
  })
  return Object.fromEntries(files)
}

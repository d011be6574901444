import type { StarterName } from './starter-names.ts'
import { folderNameOf, packStarter, type StarterFiles, unpackStarter } from './starter-zip.ts'

// What a page does with a starter: it fetches the zip that was built with the site, and puts a .env beside the rest.

const loading = new Map<StarterName, Promise<StarterFiles>>()

/** Loads a starter once a page. A failure is not kept, so the next try asks again. */
export function loadStarter(name: StarterName): Promise<StarterFiles> {
  const known = loading.get(name)
  if (known) return known
  const request = fetchStarter(name)
  loading.set(name, request)
  request.catch(() => loading.delete(name))
  return request
}

async function fetchStarter(name: StarterName): Promise<StarterFiles> {
  const response = await fetch(`/starters/${name}.zip`)
  if (!response.ok) throw new Error(`The starter did not load: the server answered ${response.status}`)
  return unpackStarter(name, new Uint8Array(await response.arrayBuffer()))
}

/** The starter with its settings. Without any it is as it was. */
export const withEnv = (files: StarterFiles, env: string | undefined): StarterFiles =>
  env === undefined ? files : { ...files, '.env': new TextEncoder().encode(env) }

let lastUrl = ''

/** Hands the zip to the browser as a download. */
export async function saveZip(name: StarterName, env: string | undefined): Promise<void> {
  const zip = packStarter(name, withEnv(await loadStarter(name), env))
  URL.revokeObjectURL(lastUrl)
  lastUrl = URL.createObjectURL(new Blob([zip], { type: 'application/zip' }))
  const link = document.createElement('a')
  link.href = lastUrl
  link.download = `${folderNameOf(name)}.zip`
  link.click()
}

import type { ContainerOptions } from '../../sandbox/webcontainer/container.ts'
import type { RuntimeManifest } from '../../sandbox/worker/assets.ts'
import { runtimeManifest } from './manifest.ts'

/** What a sandbox is given when the site is built. */
export interface SandboxSettings {
  readonly manifest: RuntimeManifest
  readonly container: Omit<ContainerOptions, 'snapshotUrl'>
}

type Env = Readonly<Record<string, unknown>>

/** @throws when a setting is wrong, so that the build stops */
export async function readSandboxSettings(env: Env): Promise<SandboxSettings> {
  return { manifest: await runtimeManifest(), container: readContainerSettings(env) }
}

/**
 * `PUBLIC_WEBCONTAINER_API_KEY`: StackBlitz's key for a public address; default none. It is no secret: browsers see it.
 * `PUBLIC_WEBCONTAINER_BOOT_LIMIT_MS`: 1,000 to 120,000; default 20,000.
 *
 * @throws when a setting is wrong
 */
export const readContainerSettings = (env: Env): SandboxSettings['container'] => ({
  apiKey: apiKey(env),
  bootLimitMs: bootLimitMs(env),
})

function apiKey({ PUBLIC_WEBCONTAINER_API_KEY: key = '' }: Env): string {
  if (/^[\w-]*$/.test(String(key))) return String(key)
  throw new Error(
    'PUBLIC_WEBCONTAINER_API_KEY must be a key as StackBlitz gives it: letters, digits, - and _',
  )
}

function bootLimitMs({ PUBLIC_WEBCONTAINER_BOOT_LIMIT_MS: limit = 20_000 }: Env): number {
  const limitMs = Number(limit)
  if (Number.isInteger(limitMs) && limitMs >= 1_000 && limitMs <= 120_000) return limitMs
  throw new Error('PUBLIC_WEBCONTAINER_BOOT_LIMIT_MS must be a whole number of milliseconds, 1000 to 120000')
}

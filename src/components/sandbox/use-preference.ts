import { useEffect, useState } from 'preact/hooks'
import type { Preference } from '../../sandbox/runtimes.ts'

const key = 'sandbox:runtime'
export const preferences: readonly Preference[] = ['automatic', 'in-page', 'webcontainer']

/**
 * The runtime that the reader chose, for all sandboxes of the site, remembered in this browser.
 *
 * @param onKept called once with what was remembered, when it is not the default
 */
export function usePreference(onKept: (preference: Preference) => void) {
  const [preference, setPreference] = useState<Preference>('automatic')
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, after the rendering that the server made
  useEffect(() => {
    const kept = read()
    if (kept === 'automatic') return
    setPreference(kept)
    onKept(kept)
  }, [])
  const keep = (next: Preference) => {
    setPreference(next)
    write(next)
  }
  return [preference, keep] as const
}

function read(): Preference {
  try {
    const kept = localStorage.getItem(key)
    return preferences.find((preference) => preference === kept) ?? 'automatic'
  } catch {
    return 'automatic'
  }
}

function write(preference: Preference): void {
  try {
    localStorage.setItem(key, preference)
  } catch {
    // Without storage the choice lives as long as the page.
  }
}

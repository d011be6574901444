export type Tools = typeof import('./tools.ts')

/**
 * Loads the tools, or gives those that are loaded.
 *
 * @throws when they cannot be loaded. Some browsers keep that answer until the page is reloaded (whatwg/html#6768).
 */
export const loadTools = (): Promise<Tools> => import('./tools.ts')

export type Tools = typeof import('./tools.ts')

/** Loads the tools, or gives those that are loaded. @throws when they cannot be loaded */
export const loadTools = (): Promise<Tools> => import('./tools.ts')

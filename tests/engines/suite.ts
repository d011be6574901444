import { afterAll, beforeAll, describe, it } from 'vitest'
import type { EngineName } from './browsers/browser.ts'
import { checks } from './checks/index.ts'
import { type Engine, openEngine } from './engine.ts'

/** Asks one engine everything. */
export function askEverything(name: EngineName): void {
  describe(name, () => {
    let engine: Engine
    beforeAll(async () => {
      engine = await openEngine(name)
    })
    afterAll(() => engine.close())
    for (const check of checks) it(check.name, () => engine.run(check))
  })
}

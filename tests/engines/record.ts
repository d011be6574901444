import { writeFile } from 'node:fs/promises'
import type { EngineRun, Runs } from '../../src/data/engines/runs.ts'
import { thisRun } from '../kit/record.ts'
import { type EngineName, engineNames } from './browsers/browser.ts'
import { checks } from './checks/index.ts'
import { openEngine } from './engine.ts'

// npm run engines:record: asks every engine everything, and writes down which versions passed, for the site.
async function passes(name: EngineName): Promise<EngineRun> {
  const engine = await openEngine(name)
  try {
    for (const check of checks) {
      console.log(`${engine.product}: ${check.name}`)
      await engine.run(check)
    }
    return { name, product: engine.product }
  } finally {
    await engine.close()
  }
}

const engines: EngineRun[] = []
for (const name of engineNames) engines.push(await passes(name))
const record: Runs = {
  run: thisRun('npm run engines:record'),
  checks: checks.map(({ name }) => name),
  engines,
}
const file = new URL('../../src/data/engines/runs.json', import.meta.url)
await writeFile(file, `${JSON.stringify(record, null, 2)}\n`)

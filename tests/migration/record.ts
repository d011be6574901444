import { writeFile } from 'node:fs/promises'
import { thisRun } from '../kit/record.ts'
import { directions } from './directions.ts'
import { transcript } from './transcript.ts'
import { lifetimeSeconds } from './workshop.ts'

// node tests/migration/record.ts: migrates in every direction, and writes down what the command prints, for the site.
const transcripts: Record<string, unknown> = {}
for (const [from, to] of directions) transcripts[`${from}-${to}`] = await transcript({ from, to })
const file = new URL('../../src/data/migration/runs.json', import.meta.url)
const run = thisRun('node tests/migration/record.ts')
await writeFile(file, `${JSON.stringify({ run, lifetimeSeconds, transcripts }, null, 2)}\n`)

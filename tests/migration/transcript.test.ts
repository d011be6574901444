import { test } from 'vitest'
import { transcripts } from '../../src/data/migration/runs.ts'
import { directions } from './directions.ts'
import { transcript } from './transcript.ts'

/** Names are random, and how many seconds have gone by is never quite the same. */
const comparable = (lines: readonly string[]): string[] =>
  lines.map((line) => line.replace(/-\w{6}\b/g, '-NAME').replace(/\d+ s\b/g, 'N s'))

test.concurrent.for(directions)(
  'from %s to %s the command prints what the runbook shows',
  async ([from, to], { expect }) => {
    const shown = transcripts[`${from}-${to}`] ?? []
    const printed = await transcript({ from, to })
    const plain = (parts: typeof printed) => parts.map((part) => ({ ...part, lines: comparable(part.lines) }))
    expect(plain([...shown])).toEqual(plain(printed))
  },
)

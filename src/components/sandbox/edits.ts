import { useEffect, useState } from 'preact/hooks'
import type { ExampleName } from '../../sandbox/example-files.ts'

/** Edited texts by path. */
export type Edits = Readonly<Record<string, string>>

/** The reader's edits of an example, kept in this browser until Reset, which can be undone. */
export function useEdits(example: ExampleName) {
  const key = `sandbox:${example}:edits`
  const [edits, setEdits] = useState<Edits>({})
  const [discarded, setDiscarded] = useState<Edits | undefined>()
  // After the first rendering, which has to be the one that the server made.
  useEffect(() => setEdits(read(key)), [key])

  const keep = (next: Edits) => {
    setEdits(next)
    write(key, next)
  }
  return {
    edits,
    canUndo: discarded !== undefined,
    edit(path: string, text: string, original: string) {
      const { [path]: _, ...others } = edits
      setDiscarded(undefined)
      keep(text === original ? others : { ...others, [path]: text })
    },
    reset() {
      if (Object.keys(edits).length > 0) setDiscarded(edits)
      keep({})
    },
    undoReset() {
      if (discarded) keep(discarded)
      setDiscarded(undefined)
    },
  }
}

function read(key: string): Edits {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}')
  } catch {
    // Storage may be denied, or hold something else. Then there are no edits.
    return {}
  }
}

function write(key: string, edits: Edits): void {
  try {
    if (Object.keys(edits).length === 0) localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify(edits))
  } catch {
    // Without storage the edits live as long as the page.
  }
}

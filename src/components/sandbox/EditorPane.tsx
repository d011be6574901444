import { useEffect, useRef, useState } from 'preact/hooks'
import type { SourcePosition } from '../../sandbox/runtime.ts'
import type { Editor } from './editor.ts'

interface Props {
  readonly path: string
  /** What the editor starts with; from then on its text is its own. */
  readonly text: string
  /** Where the cursor is put. Without it the editor leaves the focus where it is. */
  readonly reveal: SourcePosition | undefined
  readonly onChange: (text: string) => void
}

/** The editor for one file, loaded when it is first shown. Another file is another pane: give it a key. */
export function EditorPane({ path, text, reveal, onChange }: Props) {
  const host = useRef<HTMLDivElement>(null)
  const change = useRef(onChange)
  const [editor, setEditor] = useState<Editor>()
  const [hasFailed, setFailed] = useState(false)
  change.current = onChange

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the pane appears
  useEffect(() => {
    let opened: Editor | undefined
    let isGone = false
    const open = ({ createEditor }: typeof import('./editor.ts')) => {
      if (isGone || !host.current) return
      const label = `Editor: ${path}. Escape, then Tab, leaves it.`
      opened = createEditor(host.current, { text, label, onChange: (next) => change.current(next) })
      setEditor(opened)
    }
    import('./editor.ts').then(open, () => setFailed(true))
    return () => {
      isGone = true
      opened?.destroy()
    }
  }, [])

  useEffect(() => {
    if (reveal) editor?.reveal(reveal.line, reveal.column)
  }, [reveal, editor])

  if (hasFailed)
    return <p class="sandbox-hint">The editor did not load. Check the connection and reload the page.</p>
  return (
    <div class="sandbox-editor" ref={host}>
      {/* Shown until the editor takes its place. */}
      <pre>{text}</pre>
    </div>
  )
}

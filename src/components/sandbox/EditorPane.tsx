import { useEffect, useRef } from 'preact/hooks'
import type { SourcePosition } from '../../sandbox/runtime.ts'
import type { Editor } from './editor.ts'

interface EditorPaneProps {
  readonly path: string
  readonly text: string
  readonly reveal: SourcePosition | undefined
  readonly onChange: (text: string) => void
}

/** The editor for one file. It loads when it is first shown. */
export function EditorPane({ path, text, reveal, onChange }: EditorPaneProps) {
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<Promise<Editor>>()
  const change = useRef(onChange)
  change.current = onChange

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is the editor's own once it is open
  useEffect(() => {
    const opening = open(path, text, host, (next) => change.current(next))
    editor.current = opening
    return () => void opening.then((opened) => opened.destroy())
  }, [path])

  useEffect(() => {
    void editor.current?.then((opened) =>
      reveal ? opened.reveal(reveal.line, reveal.column) : opened.focus(),
    )
  }, [reveal, path])

  return <div class="sandbox-editor" ref={host} />
}

async function open(
  path: string,
  text: string,
  host: { current: HTMLDivElement | null },
  onChange: (text: string) => void,
) {
  const { createEditor } = await import('./editor.ts')
  if (!host.current) throw new Error('The editor was closed before it opened')
  return createEditor(host.current, {
    text,
    label: `Editor: ${path}. Escape, then Tab, leaves it.`,
    onChange,
  })
}

import { useEffect, useState } from 'preact/hooks'
import type { ExampleName } from '../../sandbox/example-files.ts'
import type { FileMap, SourcePosition } from '../../sandbox/runtime.ts'
import { useEdits } from './edits.ts'
import { type Example, loadExample, withEdits } from './example.ts'

const discardedText = 'Your edits are gone; Undo reset brings them back.'
const restoredText = 'Your edits are back.'

/** An example's files as the reader sees and changes them. */
export function useFiles(name: ExampleName, paths: readonly string[], onLoadFailure: () => void) {
  const { edits, canUndo, edit, reset, undoReset } = useEdits(name)
  const [example, setExample] = useState<Example>()
  const [path, setPath] = useState(paths[0] ?? '')
  const [isEditing, setEditing] = useState(false)
  const [reveal, setReveal] = useState<SourcePosition>()
  const [revision, setRevision] = useState(0)
  const [notice, setNotice] = useState<string>()

  const load = async () => {
    const loaded = await loadExample(name)
    setExample(loaded)
    return loaded
  }
  const show = () => void load().catch(onLoadFailure)
  const hasEdits = Object.keys(edits).length > 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the reader wrote before has to be compared with something
  useEffect(() => {
    if (hasEdits) show()
  }, [hasEdits])

  const replaceText = (text: string) => {
    setRevision(revision + 1)
    setReveal(undefined)
    setNotice(text)
  }
  return {
    example,
    edits,
    path,
    isEditing,
    reveal,
    revision,
    /** What has just happened to the edits. */
    notice,
    forgetNotice: () => setNotice(undefined),
    canUndo,
    mountable: async (): Promise<FileMap> => withEdits(await load(), edits),
    select(next: string) {
      show()
      setPath(next)
      setReveal(undefined)
    },
    /** Opens the editor there. */
    open(position: SourcePosition) {
      show()
      setPath(position.file)
      setEditing(true)
      setReveal(position)
    },
    canOpen: ({ file }: SourcePosition) => paths.includes(file),
    change(text: string) {
      setNotice(undefined)
      edit(path, text, example?.[path]?.text ?? '')
    },
    reset() {
      reset()
      replaceText(hasEdits ? discardedText : 'There are no edits: these are the files as they are.')
    },
    undoReset() {
      undoReset()
      replaceText(restoredText)
    },
  }
}

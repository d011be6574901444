import { useRef, useState } from 'preact/hooks'
import type { OutputLine } from '../../sandbox/runtime.ts'

/** Lines as they come, shown once a frame: a flood costs the page one rendering a frame and no more. */
export function useLines() {
  const all = useRef<OutputLine[]>([])
  const pending = useRef(0)
  const [lines, setLines] = useState<readonly OutputLine[]>([])
  const show = () => {
    pending.current = 0
    setLines([...all.current])
  }
  return {
    lines,
    add(line: OutputLine) {
      all.current.push(line)
      if (pending.current === 0) pending.current = requestAnimationFrame(show)
    },
    clear() {
      all.current = []
      show()
    },
  }
}

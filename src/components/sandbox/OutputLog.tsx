import { useEffect, useRef } from 'preact/hooks'
import type { OutputLine, SourcePosition } from '../../sandbox/runtime.ts'

interface Props {
  readonly lines: readonly OutputLine[]
  readonly onOpen: (position: SourcePosition) => void
}

/** What the program printed. A log, so that screen readers hear what is added and nothing twice. */
export function OutputLog({ lines, onOpen }: Props) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight
  }, [lines])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reachable by keyboard
    <div class="sandbox-log" role="log" aria-label="Output" tabIndex={0} ref={box}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever appended
        <Line key={index} line={line} onOpen={onOpen} />
      ))}
    </div>
  )
}

const heading = /^# (.*)$/
/** The demo's own form: number, step, status, code, milliseconds. */
const step = /^( *\d+ {2}.*?)(\d{3})( {2,}\w[\w-]* .*)$/

function Line({ line, onOpen }: { line: OutputLine; onOpen: Props['onOpen'] }) {
  const { text, stream, at } = line
  const title = heading.exec(text)
  if (title) return <div class="sandbox-heading">{title[1]}</div>
  const [, before, status, after] = (stream === 'stdout' && step.exec(text)) || []
  if (status) {
    return (
      <div class="sandbox-line">
        <span class="sandbox-step">{before}</span>
        <span class={`sandbox-status status-${status[0]}xx`}>{status}</span>
        {after}
      </div>
    )
  }
  return (
    <div class={`sandbox-line ${stream}`}>
      {text}
      {at && (
        <button type="button" class="sandbox-position" onClick={() => onOpen(at)}>
          Open {at.file}:{at.line}:{at.column}
        </button>
      )}
    </div>
  )
}

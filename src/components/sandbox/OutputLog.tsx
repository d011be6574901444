import { useLayoutEffect, useRef } from 'preact/hooks'
import type { OutputLine, SourcePosition } from '../../sandbox/runtime.ts'
import { parseStoryLine, type StoryLine, statusClass } from './story-line.ts'

interface Props {
  readonly lines: readonly OutputLine[]
  /** Whether the file is one of the tabs, so that a position in it can be opened. */
  readonly canOpen: (position: SourcePosition) => boolean
  readonly onOpen: (position: SourcePosition) => void
}

const nearEndPx = 40

/** What the program printed. A log, so that screen readers hear what is added and nothing twice. */
export function OutputLog({ lines, ...links }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const onScroll = ({
    currentTarget: { scrollHeight, scrollTop, clientHeight },
  }: {
    currentTarget: Element
  }) => {
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < nearEndPx
  }
  // Follows the output, but never takes a reader away from what they scrolled back to.
  useLayoutEffect(() => {
    if (lines.length === 0) isAtEnd.current = true
    if (box.current && isAtEnd.current) box.current.scrollTop = box.current.scrollHeight
  }, [lines])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reachable by keyboard
    <div class="sandbox-log" role="log" aria-label="Output" tabIndex={0} ref={box} onScroll={onScroll}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever appended
        <Line key={index} line={line} {...links} />
      ))}
    </div>
  )
}

const heading = /^# (.*)$/

function Line({ line, canOpen, onOpen }: { line: OutputLine } & Omit<Props, 'lines'>) {
  const { text, stream, at } = line
  const title = heading.exec(text)
  if (title) return <div class="sandbox-heading">{title[1]}</div>
  const story = parseStoryLine(text)
  if (story) return <Step story={story} />
  return (
    <div class={`sandbox-line ${stream}`}>
      {text}
      {at && canOpen(at) && (
        <button type="button" class="sandbox-position" onClick={() => onOpen(at)}>
          Open {at.file}:{at.line}:{at.column}
        </button>
      )}
    </div>
  )
}

const Step = ({ story: { number, step, status, code, time } }: { story: StoryLine }) => (
  <div class="sandbox-step">
    <span class="step-number">{number}</span>
    <span>{step}</span>
    <span class={statusClass(status)}>{status}</span>
    <span class="step-code">{code}</span>
    <span class="step-time">{time}</span>
  </div>
)

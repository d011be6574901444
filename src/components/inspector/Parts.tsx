import type { Reading } from './read-token.ts'

/** A longer text scrolls by itself. */
const longest = 1000

/** The parts of the token, told apart by name and by colour, with the character that is at fault. */
export const Parts = ({ reading: { parts, fault } }: { reading: Reading }) => (
  <dl class="inspector-parts">
    {parts.map(({ label, text, start }) => (
      <div key={start} data-part={label.toLowerCase()}>
        <dt>
          {label} <span>{text.length} characters</span>
        </dt>
        <dd class="inspector-code" tabIndex={text.length > longest ? 0 : undefined}>
          <Text text={text} at={fault?.at === undefined ? -1 : fault.at - start} />
        </dd>
      </div>
    ))}
  </dl>
)

function Text({ text, at }: { text: string; at: number }) {
  if (text === '') return <i>empty</i>
  if (at < 0 || at >= text.length) return <>{text}</>
  return (
    <>
      {text.slice(0, at)}
      <mark>{text[at]}</mark>
      {text.slice(at + 1)}
    </>
  )
}

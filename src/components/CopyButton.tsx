import { useState } from 'preact/hooks'

interface Props {
  readonly label: string
  /** Asked for at the press, so that it is what the page shows then. */
  readonly text: () => string
}

type Outcome = 'none' | 'copied' | 'failed'

/** Puts a text on the clipboard and says so, also to those who do not see the button. */
export function CopyButton({ label, text }: Props) {
  const [outcome, setOutcome] = useState<Outcome>('none')
  const copy = () =>
    navigator.clipboard.writeText(text()).then(
      () => setOutcome('copied'),
      () => setOutcome('failed'),
    )
  return (
    <span class="copy">
      <button type="button" class="copy-button" onClick={copy} onBlur={() => setOutcome('none')}>
        {label}
      </button>
      <span class="copy-outcome" role="status">
        {said[outcome]}
      </span>
    </span>
  )
}

const said: Readonly<Record<Outcome, string>> = {
  none: '',
  copied: 'Copied.',
  failed: 'The browser did not allow it. Select the text and copy it.',
}

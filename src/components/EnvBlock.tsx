import { CopyButton } from './CopyButton.tsx'

/** A `.env` to read and to copy. */
export const EnvBlock = ({ text }: { text: string }) => (
  <div class="env-block">
    <p>
      <span>.env</span> <CopyButton label="Copy .env" text={() => text} />
    </p>
    <pre>
      <code>{text}</code>
    </pre>
  </div>
)

import { openInInspector } from '../inspector/handoff.ts'

/** Takes the chosen token to the inspector. */
export const InspectToken = ({ token }: { token: string | undefined }) => (
  <button
    type="button"
    class="sandbox-quiet"
    disabled={!token}
    onClick={() => token && openInInspector(token)}
  >
    Look at this token <span class="sr-only">(opens a new tab)</span>
  </button>
)

import { readSettings } from '../../examples/hybrid/src/settings.ts'

/** What the examples run with when nothing is set, so that no page states a figure that the code does not. */
export const defaults = readSettings({})

import { register } from 'node:module'

// Loaded before every program in the container, by run.mjs or, in the terminal, by NODE_OPTIONS. Node strips types by
// itself from 22.18 on; to an older one this adds it.

if (!process.features.typescript) {
  register('./type-hooks.mjs', import.meta.url)
  // It would warn at each start that Ed25519 is new to it.
  process.removeAllListeners('warning')
}

import { test } from 'vitest'
import { journey } from './journey.ts'

// Towards a strategy that ends a revoked token sooner. The other way is in to-looser.test.ts.
test.each([
  ['stateless', 'hybrid'],
  ['stateless', 'redis'],
  ['hybrid', 'redis'],
] as const)(
  'from %s to %s nobody is logged out and no revoked token is accepted, also on the way back and one phase apart',
  (from, to) => journey({ from, to }),
)

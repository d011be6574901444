import { test } from 'vitest'
import { journey } from './journey.ts'

// Towards a strategy that ends a revoked token later. The other way is in to-stricter.test.ts.
test.each([
  ['hybrid', 'stateless'],
  ['redis', 'stateless'],
  ['redis', 'hybrid'],
] as const)(
  'from %s to %s nobody is logged out and no revoked token is accepted, also on the way back and one phase apart',
  (from, to) => journey({ from, to }),
)

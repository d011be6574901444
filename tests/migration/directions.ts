import { kinds } from '../../examples/migration/src/migration/direction.ts'

/** Every pair of strategies, both ways. */
export const directions = kinds.flatMap((from) =>
  kinds.filter((to) => to !== from).map((to) => [from, to] as const),
)

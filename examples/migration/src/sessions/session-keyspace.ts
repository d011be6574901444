/** One user's keys. The hash tag in braces keeps them in one slot of a Redis Cluster. */
export function keysOf(sub: string, sid = '') {
  return {
    epoch: `epoch:{${sub}}`,
    index: `sessions:{${sub}}`,
    session: `session:{${sub}}:${sid}`,
    family: `family:{${sub}}:${sid}`,
  }
}

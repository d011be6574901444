import type { Redis } from 'ioredis'

/** A section of INFO, such as 'replication' or 'persistence': the names of its fields and their values. */
export async function infoOf(client: Redis, section: string): Promise<ReadonlyMap<string, string>> {
  return fieldsOf(await client.info(section))
}

/** Lines of the form `name:value`, which CLUSTER INFO has too. */
export function fieldsOf(text: string): ReadonlyMap<string, string> {
  const lines = text.matchAll(/^(\w+):(.*?)\r?$/gm)
  return new Map(lines.map(([, name = '', value = '']) => [name, value]))
}

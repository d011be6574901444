import { asvsSessions } from './asvs-sessions.ts'
import { asvsTokens } from './asvs-tokens.ts'
import type { Source } from './requirement.ts'
import { rfc8725 } from './rfc-8725.ts'
import { rfc9700 } from './rfc-9700.ts'

/** What the starters are held against. Tests name these ids in `// meets:` lines. */
export const sources = {
  'asvs-sessions': { title: 'OWASP ASVS 5.0, V7', requirements: asvsSessions },
  'asvs-tokens': { title: 'OWASP ASVS 5.0, V9', requirements: asvsTokens },
  'rfc-8725': { title: 'RFC 8725', requirements: rfc8725 },
  'rfc-9700': { title: 'RFC 9700', requirements: rfc9700 },
} as const satisfies Readonly<Record<string, Source>>

export type SourceName = keyof typeof sources

export const catalogue = Object.values(sources).flatMap(({ requirements }) => requirements)

import type { Advice } from './advice.ts'
import type { Answers } from './questions.ts'

const comments: Readonly<Record<string, string>> = {
  SIGNING_ALG: 'One secret that signs and checks. It must not leave this program.',
  JWT_SECRET: '32 bytes or more. Make one with: openssl rand -base64 48',
  ACCESS_TTL_SECONDS: 'How long an access token lives.',
  SESSION_IDLE_SECONDS: 'A session ends after this long unused.',
  SESSION_ABSOLUTE_SECONDS: 'A session ends this long after login.',
  REVOCATION_BOUND_MS: 'How long a revoked token may still be honoured while all is well.',
  SYNC_INTERVAL_MS: 'How often an instance looks for revocations it may have missed.',
}

interface Line {
  readonly name: string
  readonly value: string
  readonly comment: string
}

/** What the starter refuses to run without in production, or with its services apart. */
export function requiredLater({ strategy, settings }: Advice, { services }: Answers): readonly Line[] {
  const usesRedis = strategy !== 'stateless'
  const usesKeyPair = settings.SIGNING_ALG !== 'HS256'
  return [
    {
      name: 'NODE_ENV',
      value: 'production',
      comment: 'Before production, set all that follows. Compose has its own defaults, see the page Deploy.',
    },
    { name: 'ISSUER_URL', value: 'https://login.example', comment: 'Your address; it is in every token.' },
    { name: 'DEMO_USERS', value: 'off', comment: 'Your accounts go into src/users.ts.' },
    ...(usesKeyPair
      ? [
          {
            name: 'SIGNING_KEYS_FILE',
            value: 'signing-keys.json',
            comment: 'For the issuer alone; npm run keys makes it.',
          },
        ]
      : []),
    ...(usesRedis
      ? [
          {
            name: 'REDIS_URL',
            value: 'rediss://redis.example:6379',
            comment: 'A Redis of its own, with noeviction.',
          },
          { name: 'SESSION_KEYS_FILE', value: 'session-keys.json', comment: 'npm run keys makes it.' },
        ]
      : []),
    ...(services === 'one'
      ? []
      : [
          {
            name: 'EXCHANGE_SECRET',
            value: '',
            comment: 'With services apart. Make one with: openssl rand -base64 48',
          },
        ]),
  ]
}

/** The `.env` of a starter. What only production needs is there as a comment, so that it starts as it is. */
export function envFile(advice: Advice, answers: Answers): string {
  const now = Object.entries(advice.settings).map(([name, value]) =>
    paragraph(comments[name] ?? '', `${name}=${value}`),
  )
  const later = requiredLater(advice, answers).map(({ name, value, comment }) =>
    paragraph(comment, `#${name}=${value}`),
  )
  const title = `# ${advice.promise.text}`
  const usual = '# The defaults are right for this. .env.example has them all.'
  return [title, ...(now.length > 0 ? now : [usual]), ...later].map((part) => `${part}\n`).join('\n')
}

const paragraph = (comment: string, line: string) => `# ${comment}\n${line}`

/** The same with a secret of its own, made here and now, where the starter needs one to start. */
export function envFileWithSecret(advice: Advice, answers: Answers): string {
  const bytes = crypto.getRandomValues(new Uint8Array(48))
  return envFile(advice, answers).replace(
    /^JWT_SECRET=$/m,
    `JWT_SECRET=${btoa(String.fromCharCode(...bytes))}`,
  )
}

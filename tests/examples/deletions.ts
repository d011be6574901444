import type { Folder } from '../kit/starter-folders.ts'

/** What somebody who does not need it takes out of a starter, as its README says. */
export interface Deletion {
  /** What the README calls it. */
  readonly name: string
  readonly starters: readonly Folder[]
  /** Files and folders. A starter that never had one is no worse for it. */
  readonly files: readonly string[]
  readonly edits: readonly Edit[]
}

/** What is put in the place of each text, by file: nothing, where a line only has to go. */
export interface Edit {
  readonly file: string
  /** Where the starters are not alike. */
  readonly starters?: readonly Folder[]
  readonly changes: readonly (readonly [from: string | RegExp, to: string])[]
}

const every = ['stateless', 'redis', 'hybrid'] as const
const migrationToo = [...every, 'migration'] as const
const withRedis = ['redis', 'hybrid'] as const
const gone = (...lines: string[]) => lines.map((line) => [`${line}\n`, ''] as const)

export const deletions: readonly Deletion[] = [
  {
    name: 'Tokens bound to a key (DPoP)',
    starters: ['hybrid'],
    files: ['src/dpop.ts', 'src/used-proofs.ts'],
    edits: [
      {
        file: 'src/wiring.ts',
        changes: [
          ...gone("import { checkDpop, offerDpop } from './dpop.ts'"),
          [
            'offerDpop(createHybridStrategy(hybrid, keeper, parts), parts)',
            'createHybridStrategy(hybrid, keeper, parts)',
          ],
          ['checkDpop(createHybridVerifier(hybrid, parts), parts)', 'createHybridVerifier(hybrid, parts)'],
        ],
      },
    ],
  },
  {
    name: 'Cookies',
    starters: every,
    files: [
      ...['src/http/cookies.ts', 'src/http/csrf.ts', 'src/http/earlier-session.ts'],
      'test/cookies.test.ts',
    ],
    edits: [
      {
        file: 'src/issuer-app.ts',
        changes: [
          ...gone(
            "import { serveCookies } from './http/cookies.ts'",
            "import type { EndEarlier } from './http/earlier-session.ts'",
            '  readonly endEarlier: EndEarlier',
            '  serveCookies(app, place, settings.SESSION_IDLE_SECONDS)',
            "      if (delivery === 'cookies') await endEarlier(c)",
          ),
          [', settings, endEarlier }', ', settings }'],
          [', device, delivery }', ', device }'],
        ],
      },
      {
        file: 'src/services.ts',
        changes: gone(
          "import { createEndEarlier } from './http/earlier-session.ts'",
          '    endEarlier: createEndEarlier(strategy, parts),',
        ),
      },
      {
        file: 'src/http/credentials.ts',
        changes: [
          ...gone(
            "import { accessCookie } from './cookies.ts'",
            "import { assertSameOrigin } from './csrf.ts'",
            "  const header = headers.get('authorization')",
            '  const cookie = accessCookie(headers)',
            "  if (header && cookie) throw new AuthError('credentials_ambiguous')",
            '  assertSameOrigin(method, headers, new URL(publicUrl).origin)',
            "  return { token: cookie, scheme: 'Cookie' }",
          ),
          [
            '({ method, headers }: RequestHead, { publicUrl }: Place)',
            '({ headers }: RequestHead, _: Place)',
          ],
          ['if (!cookie) return fromHeader(header)', "return fromHeader(headers.get('authorization'))"],
        ],
      },
      { file: 'src/http/login-request.ts', changes: [["['body', 'cookies']", "['body']"]] },
    ],
  },
  {
    name: 'Recent login for high risk',
    starters: every,
    files: ['src/http/step-up.ts'],
    edits: [
      {
        file: 'src/api-app.ts',
        changes: [
          ...gone('  recentlyLoggedIn: MiddlewareHandler<AuthEnv>,'),
          ['Hono, MiddlewareHandler }', 'Hono }'],
          [
            "[requireRole('customer', base.watch), recentlyLoggedIn]",
            "[requireRole('customer', base.watch)]",
          ],
        ],
      },
      {
        file: 'src/services.ts',
        changes: [
          ...gone(
            "import { requireRecentLogin } from './http/step-up.ts'",
            '  const stepUp = requireRecentLogin(settings.STEP_UP_SECONDS, clock)',
          ),
          [', stepUp)', ')'],
        ],
      },
    ],
  },
  {
    name: 'Rate limits',
    starters: every,
    files: ['src/http/rate-limits.ts', 'src/redis/shared-limiter.ts', 'test/rate-limits.test.ts'],
    edits: [
      {
        file: 'src/issuer-app.ts',
        changes: [
          ...gone(
            "import { addressOf, limitedNetwork } from './http/client-network.ts'",
            "import type { RateLimits } from './http/rate-limits.ts'",
            '  readonly limits: RateLimits',
            '  const network = (c: Context) => limitedNetwork(addressOf(c, settings.TRUSTED_PROXIES))',
            '    await limits.refreshFrom(network(c))',
          ),
          ['strategy, users, limits, settings', 'strategy, users, settings'],
          ['limits.login(username, network(c), () =>\n      strategy.issue(', 'strategy.issue('],
          ['authenticate),\n    )', 'authenticate)'],
          ['limits.refreshOf', 'async () => {}'],
        ],
      },
      {
        file: 'src/services.ts',
        changes: [
          ...gone(
            "import { createRateLimits, defaultLimits, localLimiter } from './http/rate-limits.ts'",
            '    limits: createRateLimits(limits, makeLimiter, watch.tell),',
          ),
          [', limits = defaultLimits', ''],
          [', makeLimiter = localLimiter', ''],
          [', makeLimiter: _', ''],
        ],
      },
      {
        file: 'src/service-parts.ts',
        changes: gone(
          "import type { Limits, MakeLimiter } from './http/rate-limits.ts'",
          '  readonly makeLimiter?: MakeLimiter',
          '  readonly limits?: Limits',
        ),
      },
      {
        file: 'src/wiring.ts',
        starters: withRedis,
        changes: gone(
          "import { sharedLimiter } from './redis/shared-limiter.ts'",
          '    makeLimiter: sharedLimiter(redis),',
        ),
      },
      { file: 'package.json', changes: gone('    "rate-limiter-flexible": "11.4.0",') },
    ],
  },
  {
    name: 'Ledger and token exchange',
    starters: every,
    files: [
      'src/ledger-app.ts',
      'src/ledger-client.ts',
      'src/tokens/token-exchange.ts',
      'src/tokens/exchange-secret.ts',
    ],
    edits: [
      {
        file: 'src/issuer-app.ts',
        changes: gone(
          "import { exchangeToken } from './tokens/token-exchange.ts'",
          "  app.post('/token', (c) => exchangeToken(c, { ...parts, place }))",
        ),
      },
      {
        file: 'src/api-app.ts',
        changes: gone(
          "import type { Ledger } from './ledger-client.ts'",
          '  ledger: Ledger,',
          "    await ledger.record(c.get('token'), { to, amount })",
        ),
      },
      {
        file: 'src/services.ts',
        changes: [
          ...gone(
            "import { createLedgerApp } from './ledger-app.ts'",
            "import { createLedgerClient } from './ledger-client.ts'",
            '  const ledger = createLedgerClient(settings, fetch)',
            '    const target = url.startsWith(settings.LEDGER_AUDIENCE) ? ledger : issuer',
            '  const ledger = await createLedgerService(settings, { ...around, fetch })',
          ),
          [/export async function createLedgerService.*?\n}\n/s, ''],
          ['verifier, ledger, base', 'verifier, base'],
          ['target.app', 'issuer.app'],
          ['{ issuer, api, ledger }', '{ issuer, api }'],
        ],
      },
      {
        file: 'src/server.ts',
        changes: [
          ...gone("        await listen('Ledger', ledger, LEDGER_PORT, settings),"),
          ['createIssuerService, createLedgerService,', 'createIssuerService,'],
          [', LEDGER_PORT }', ' }'],
          [/ {4}case 'ledger':\n.*\n/, ''],
          ['{ issuer, ledger, api }', '{ issuer, api }'],
        ],
      },
      {
        file: 'src/settings/schema.ts',
        changes: [["['all', 'issuer', 'api', 'ledger']", "['all', 'issuer', 'api']"]],
      },
      {
        file: 'src/settings/contradictions.ts',
        changes: [
          [" || s.SERVICE === 'ledger'", ''],
          [/ {2}\[\n {4}'EXCHANGE_SECRET',\n.*?\n {2}\],\n/s, ''],
          [/ {2}\[\n {4}'LEDGER_AUDIENCE',\n.*?\n {2}\],\n/s, ''],
        ],
      },
      {
        file: 'src/settings/redis.ts',
        starters: withRedis,
        changes: [
          ['({ NODE_ENV, SERVICE }: CommonSettings) =>\n  ', '({ NODE_ENV }: CommonSettings) => '],
          [" && SERVICE !== 'ledger'", ''],
        ],
      },
      {
        file: 'src/healthcheck.ts',
        changes: [
          ['  ledger: [settings.LEDGER_PORT],\n', ''],
          [', settings.LEDGER_PORT]', ']'],
        ],
      },
      {
        file: 'src/demo.ts',
        changes: [
          ['{ issuer, api, ledger }', '{ issuer, api }'],
          [', ledger.close()', ''],
          ['url.port === new URL(settings.LEDGER_AUDIENCE).port ? ledger.app : issuer.app', 'issuer.app'],
        ],
      },
      {
        file: 'package.json',
        changes: [
          ['issuer,api,ledger', 'issuer,api'],
          [' \\"npm start ledger\\"', ''],
        ],
      },
    ],
  },
  {
    name: 'The embedded Redis',
    starters: withRedis,
    files: ['src/redis/embedded-redis.ts'],
    edits: [
      {
        file: 'src/redis/client.ts',
        changes: [
          ...gone("  const { createEmbeddedRedis } = await import('./embedded-redis.ts')"),
          ['return createEmbeddedRedis(options)', "throw new SettingsError('REDIS_URL', 'must be set')"],
          [
            'import { parseRedisUrl,',
            "import { SettingsError } from '../settings/read.ts'\nimport { parseRedisUrl,",
          ],
        ],
      },
      { file: 'package.json', changes: gone('    "ioredis-mock": "8.13.1",') },
    ],
  },
  {
    name: 'Metrics',
    starters: migrationToo,
    files: ['monitoring'],
    edits: [
      {
        file: 'src/http/base-app.ts',
        changes: [[/ {2}app\.get\('\/metrics'.*\n/, ''], ...gone('  const { metrics } = watch')],
      },
    ],
  },
  {
    name: 'The demo',
    starters: migrationToo,
    files: ['src/demo.ts', 'src/demo-print.ts'],
    edits: [{ file: 'package.json', changes: gone('    "demo": "node src/demo.ts",') }],
  },
  {
    name: 'Containers',
    starters: migrationToo,
    files: [
      ...['Dockerfile', '.dockerignore', 'compose.yaml', 'compose.cluster.yaml', 'deploy', 'redis'],
      ...['src/healthcheck.ts', 'src/make-secrets.ts', 'src/secrets'],
    ],
    edits: [
      {
        file: 'package.json',
        starters: every,
        changes: gone('    "secrets": "node --env-file-if-exists=.env src/make-secrets.ts",'),
      },
    ],
  },
]

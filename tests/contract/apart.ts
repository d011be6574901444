import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ask } from '../kit/client.ts'
import { startRedisServer } from '../kit/engines.ts'
import { freePort } from '../kit/ports.ts'
import { type ServiceProcess, startService } from '../kit/service-process.ts'
import type { StrategyName } from '../kit/systems.ts'
import { runKeys } from './key-command.ts'

/** The services of a starter, each a process of its own, with keys in files that a test may change. */
export interface Apart {
  readonly issuer: ServiceProcess
  readonly api: ServiceProcess
  readonly ledger: ServiceProcess
  /** Where `npm run keys` works. */
  readonly folder: string
  readonly signingKeys: string
  /** Undefined where there are no sessions to seal. */
  readonly sessionKeys: string | undefined
  stop(): Promise<void>
}

export async function startApart(strategy: StrategyName): Promise<Apart> {
  const folder = await mkdtemp(join(tmpdir(), 'apart-'))
  await runKeys(strategy, folder)
  const redis = strategy === 'stateless' ? undefined : await startRedisServer()
  const files = {
    signingKeys: join(folder, 'signing-keys.json'),
    sessionKeys: redis && join(folder, 'session-keys.json'),
  }
  const ledgerPort = String(await freePort())
  const both = {
    LEDGER_AUDIENCE: `http://127.0.0.1:${ledgerPort}`,
    ...{ ISSUER_URL: 'http://issuer.example', JWKS_MAX_AGE_SECONDS: '1', TRUSTED_PROXIES: '1' },
    EXCHANGE_SECRET: 'known-to-the-issuer-and-to-the-api',
    ...(redis?.url && { REDIS_URL: redis.url, REDIS_TIMEOUT_MS: '2000' }),
    ...(files.sessionKeys && { SESSION_KEYS_FILE: files.sessionKeys }),
  }
  const issuer = await startService(strategy, 'issuer', { ...both, SIGNING_KEYS_FILE: files.signingKeys })
  const JWKS_URL = `${issuer.url}/.well-known/jwks.json`
  const [ledger, api] = await Promise.all([
    startService(strategy, 'ledger', { ...both, JWKS_URL, LEDGER_PORT: ledgerPort }),
    startService(strategy, 'api', { ...both, JWKS_URL, TOKEN_URL: `${issuer.url}/token` }),
  ])
  return {
    ...{ issuer, api, ledger, folder, ...files },
    async stop() {
      await Promise.all([issuer, api, ledger].map((service) => service.close()))
      await Promise.all([redis?.stop(), rm(folder, { recursive: true })])
    },
  }
}

export async function publishedKids({ issuer }: Apart): Promise<string[]> {
  const { body } = await ask(issuer, 'GET', '/.well-known/jwks.json')
  return body.keys.map(({ kid }: { kid: string }) => kid)
}

/** The keys that the issuer has told of, as those it changed to. */
export const changesTold = ({ issuer }: Apart): string[] =>
  issuer
    .printed()
    .stdout.split('\n')
    .filter((line) => line.includes('crypt_signing_key_changed'))
    .map((line) => JSON.parse(line).detail)

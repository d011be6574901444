import { unwatchFile } from 'node:fs'
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ErrorRequestHandler, Express, RequestHandler } from 'express'
import type { FastifyInstance, onRequestAsyncHookHandler } from 'fastify'
import { sessionKeyFile } from '../../examples/hybrid/src/sessions/session-key-file.ts'
import type { Place } from '../../examples/stateless/src/http/credentials.ts'
import type { Surroundings } from '../../examples/stateless/src/service-parts.ts'
import type { TokenVerifier } from '../../examples/stateless/src/token-strategy.ts'
import type { Watch } from '../../examples/stateless/src/watch/watch.ts'
import type { Env, StrategyName } from '../kit/systems.ts'

const root = join(import.meta.dirname, '../..')

/** What a service on another framework checks tokens with. */
export interface Opened {
  readonly verifier: TokenVerifier
  readonly watch: Watch
  readonly place: Place
  close(): Promise<void>
}

type Guard<T> = (verifier: TokenVerifier, watch: Watch, place: Place) => T

/** A starter with the files of examples/adapters put into its `src`, as the reader of that page is told to. */
export interface Adapted {
  /** It has modules of its own, as another process has; sessions are sealed with keys that both find here. */
  readonly sessionKeys: string
  open(env: Env, around: Required<Surroundings>): Promise<Opened>
  readonly createExpressApi: (opened: Opened) => Express
  readonly createFastifyApi: (opened: Opened) => FastifyInstance
  readonly expressGuard: Guard<RequestHandler>
  readonly expressErrors: (watch: Watch) => ErrorRequestHandler
  readonly fastifyGuard: Guard<onRequestAsyncHookHandler>
  remove(): Promise<void>
}

export async function adapt(strategy: StrategyName): Promise<Adapted> {
  const folder = await mkdtemp(join(tmpdir(), `${strategy}-adapted-`))
  const src = join(folder, 'src')
  await cp(join(root, 'examples', strategy, 'src'), src, { recursive: true })
  const isCode = (path: string) => !path.endsWith('.json')
  await cp(join(root, 'examples/adapters'), src, { recursive: true, filter: isCode })
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  const sessionKeys = join(folder, 'session-keys.json')
  await writeFile(sessionKeys, JSON.stringify({ keys: [await newSessionKey()] }))
  const load = (file: string) => import(/* @vite-ignore */ join(src, file))
  const [{ openVerifier }, { readSettings }] = [await load('open-verifier.ts'), await load('settings.ts')]
  return {
    sessionKeys,
    open: (env, around) => openVerifier(readSettings(env), around),
    createExpressApi: (await load('express-api.ts')).createExpressApi,
    createFastifyApi: (await load('fastify-api.ts')).createFastifyApi,
    expressGuard: (await load('http/express.ts')).authenticate,
    expressErrors: (await load('http/express.ts')).answerErrors,
    fastifyGuard: (await load('http/fastify.ts')).authenticate,
    async remove() {
      unwatchFile(sessionKeys)
      await rm(folder, { recursive: true })
    },
  }
}

const newSessionKey = async () => ({
  ...(await sessionKeyFile({ SESSION_ABSOLUTE_SECONDS: 60 }).create()),
  nbf: 0,
})

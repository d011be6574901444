import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { compileCache } from './compile-cache.ts'
import { asLastResort } from './last-resort.ts'
import { folderOf, type Starter } from './starter-folders.ts'
import type { Service } from './systems.ts'

/** A starter, or one service of it, as a process of its own, as it runs in production. */
export interface ServiceProcess extends Service {
  readonly url: string
  /** Of all services in it, in the order in which it starts them: the issuer, the ledger, the API service. */
  readonly urls: readonly string[]
  signal(name: NodeJS.Signals): void
  readonly ended: Promise<Exit>
  /** All that it has printed so far. */
  printed(): { readonly stdout: string; readonly stderr: string }
  /** Resolves once it has printed the words, wherever. */
  says(words: string): Promise<void>
}

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/**
 * @param env all of its environment. The ports are chosen by the system
 * @param started what it prints when the test can begin
 */
export async function startService(
  starter: Starter,
  service: 'issuer' | 'api' | 'ledger' | 'all',
  env: Readonly<Record<string, string>>,
  started = 'sys_startup',
): Promise<ServiceProcess> {
  const child = spawn(process.execPath, ['src/server.ts', service], {
    cwd: folderOf(starter),
    env: { HOST: '127.0.0.1', ISSUER_PORT: '0', API_PORT: '0', LEDGER_PORT: '0', ...compileCache, ...env },
  })
  const ended = once(child, 'close').finally(asLastResort(() => child.kill('SIGKILL')))
  const printed = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (chunk) => {
      printed[name] += chunk
      child.emit('printed')
    })
  const says = async (words: string) => {
    const isSaid = () => Object.values(printed).some((text) => text.includes(words))
    while (!isSaid()) await Promise.race([once(child, 'printed'), ended.then(() => tooEarly(words, printed))])
  }
  await says(started)
  const urls = [...printed.stdout.matchAll(/http:\S+/g)].map(([url]) => url)
  const [url = ''] = urls
  const stop = () => void child.kill('SIGTERM')
  return {
    ...{ url, urls, printed: () => printed, says },
    signal: (name) => void child.kill(name),
    ended: ended.then(([code, signal]) => ({ code, signal })),
    app: { request: (path, init) => fetch(url + path, init), fetch: (request) => fetch(request) },
    health: { startStopping: stop },
    async close() {
      stop()
      await ended
    },
  }
}

function tooEarly(words: string, { stdout, stderr }: { stdout: string; stderr: string }): never {
  throw new Error(`It ended without "${words}":\n${stdout}${stderr}`)
}

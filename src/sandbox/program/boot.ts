import { SandboxError } from '../runtime.ts'
import type { FromWorker, Job, Parts, PlainError, Question, ToWorker } from '../worker/protocol.ts'
import { type App, dispatch, findApp } from './app.ts'
import { confine } from './confine.ts'
import { Linker } from './linker.ts'
import type { instrument } from './metering/instrument.ts'
import { Output } from './output.ts'
import { Packages } from './packages.ts'
import { firstPosition, readableStack } from './positions.ts'
import { currentExitCode, ExitSignal, installProcess } from './process.ts'
import type { RedisDesk } from './redis-desk.ts'
import { stripAll } from './strip.ts'

// The first code in the worker. It waits for parts and a job, runs the job, and answers questions about it.

const post: (message: FromWorker) => void = self.postMessage.bind(self)
const packages = new Packages()
let partsLoaded: Promise<void> = Promise.resolve()
let files: ReadonlySet<string> = new Set()
let output = new Output(post, files)
let app: App | undefined
let tokens: Readonly<Record<string, string>> = {}

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  switch (data.type) {
    case 'ping':
      return post({ type: 'pong', id: data.id })
    case 'parts':
      partsLoaded = loadParts(data.parts)
      return
    case 'run':
      return void run(data.job)
    case 'ask':
      return void answer(data.id, data.question)
  }
})

async function loadParts({ bundles, wasm }: Parts): Promise<void> {
  installProcess({})
  Object.assign(globalThis, { sandboxWasm: wasm })
  await packages.load(bundles)
}

async function run({ files: mounted, entry, env }: Job): Promise<void> {
  files = new Set(Object.keys(mounted))
  output = new Output(post, files)
  try {
    await partsLoaded
    post({ type: 'ready' })
    installProcess(env, exit)
    confine()
    const sources = stripAll(mounted, packages)
    output.install()
    const exported = await new Linker(sources, packages, startMeter()).importEntry(entry)
    app = findApp(exported.default)
    tokens = (exported.tokens as typeof tokens | undefined) ?? {}
    const exitCode = currentExitCode()
    if (!app && exitCode !== 0) return exit(exitCode)
    output.flush()
    post({ type: 'finished', hasApp: app !== undefined, ...(!app && { exitCode }) })
  } catch (error) {
    if (error instanceof ExitSignal) return
    output.flush()
    post({ type: 'failed', error: plain(error) })
  }
}

/** Where there are files that a reader wrote, the meter is a part that was loaded. Returns what instruments them. */
function startMeter(): typeof instrument {
  const metering = packages.find('sandbox:meter') as typeof import('./metering/index.ts') | undefined
  metering?.install(exhausted)
  return metering?.instrument ?? (() => [])
}

/** Nothing of the program runs any more: it could catch an error, and go on. The page ends the worker. */
function exhausted(): never {
  output.flush()
  post({ type: 'exhausted' })
  for (;;);
}

function exit(exitCode: number): void {
  output.flush()
  post({ type: 'exited', exitCode })
}

async function answer(id: number, question: Question): Promise<void> {
  try {
    post({ type: 'answer', id, answer: await answerTo(question) })
  } catch (error) {
    post({ type: 'refused', id, error: plain(error) })
  }
}

function answerTo(question: Question): unknown {
  if (question.kind === 'dispatch') return dispatch(app, question.request)
  if (question.kind === 'tokens') return { ...tokens }
  const redis = packages.find('sandbox:redis') as RedisDesk | undefined
  if (!redis) throw new SandboxError('no_app', 'This program uses no Redis')
  if (question.kind === 'redis-inspect') return redis.inspect()
  redis.setOutage(question.outage)
  return null
}

function plain(error: unknown): PlainError {
  if (error instanceof SandboxError) {
    return { code: error.code, message: error.message, ...(error.at && { at: error.at }) }
  }
  const message = readableStack(error)
  const at = firstPosition(message, files)
  const code = error instanceof SyntaxError && !at ? 'syntax_error' : 'uncaught_error'
  return { code, message, ...(at && { at }) }
}

/** What nobody catches is printed where the reader looks, and the program goes on, as a browser would have it. */
function report(prefix: string, error: unknown): void {
  if (error instanceof ExitSignal) return
  output.write('stderr', `${prefix}${readableStack(error)}`)
}
self.addEventListener('error', (event) => {
  event.preventDefault()
  report('', event.error ?? event.message)
})
self.addEventListener('unhandledrejection', (event) => {
  event.preventDefault()
  report('Unhandled rejection: ', event.reason)
})

import { test as base, type Page } from '@playwright/test'
import type {
  FileMap,
  OutputLine,
  RedisOutage,
  RedisSnapshot,
  RunResult,
  Runtime,
  RuntimeState,
} from '../../src/sandbox/runtime.ts'
import { type Harness, startHarness } from '../kit/harness.ts'

declare global {
  interface Window {
    runtime: Runtime & { preload(): void }
    /** By the program that runs now. */
    printed: readonly string[]
  }
}

/** What a run showed: plain, since errors do not travel out of a page whole. */
export interface Run {
  readonly ok: boolean
  readonly code?: string
  readonly message?: string
  readonly at?: string
  readonly exitCode?: number
  /** The last phase, with why it stopped and the exit code. */
  readonly state: string
  readonly lines: readonly string[]
}

/** Runs programs in a page that holds nothing but the runtime. */
export class RuntimePage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** A program of one file, as a reader would have typed it. */
  runText(text: string): Promise<Run> {
    return this.run({ 'src/demo.ts': { text } })
  }

  run(files: FileMap): Promise<Run> {
    return this.page.evaluate(runInPage, files)
  }

  /** Waits until the program that runs has printed the line, so that it is the program that is busy. */
  async printed(line: string): Promise<void> {
    await this.page.waitForFunction((wanted) => window.printed?.includes(wanted), line)
  }

  /** Each line of a program with the stream it came by. */
  streams(text: string): Promise<string[]> {
    return this.page.evaluate(async (source) => {
      const lines: string[] = []
      window.runtime.mount({ 'src/demo.ts': { text: source } })
      const onOutput = (line: OutputLine) => lines.push(`${line.stream} ${line.text}`)
      await window.runtime.run('src/demo.ts', { onOutput })
      return lines
    }, text)
  }

  async send(method: string, url: string, headers: Record<string, string> = {}, body?: string) {
    const request = { method, url, headers, ...(body !== undefined && { body }) }
    return this.page.evaluate((dispatched) => window.runtime.dispatch(dispatched), request)
  }

  /** A fresh session of the example's own, as a reader would get one in the Requests tab. */
  async logIn(): Promise<Record<string, string>> {
    const credentials = { username: 'alice', password: 'correct horse battery staple', device: 'test' }
    const headers = { 'content-type': 'application/json' }
    const answer = await this.send(
      'POST',
      'http://localhost:3000/login',
      headers,
      JSON.stringify(credentials),
    )
    return { authorization: `Bearer ${JSON.parse(answer.body).access_token}` }
  }

  setOutage(outage: RedisOutage): Promise<void> {
    return this.page.evaluate((wanted) => window.runtime.redis?.setOutage(wanted), outage) as Promise<void>
  }

  inspect(): Promise<RedisSnapshot> {
    return this.page.evaluate(() => window.runtime.redis?.inspect()) as Promise<RedisSnapshot>
  }

  tokens(): Promise<Readonly<Record<string, string>>> {
    return this.page.evaluate(() => window.runtime.tokens())
  }

  /** Shows that the page's own thread is free and that the next program runs. */
  async nextRunWorks(): Promise<boolean> {
    const { ok, lines } = await this.runText("console.log('well')")
    return ok && lines.includes('well')
  }
}

/** Inside the page. Resolves when the run has ended and its last state is known. */
async function runInPage(files: FileMap): Promise<Run> {
  const { runtime } = window
  const lines: string[] = []
  window.printed = lines
  runtime.mount(files)
  const result: RunResult = await runtime.run('src/demo.ts', { onOutput: ({ text }) => lines.push(text) })
  const words = (state: RuntimeState) =>
    state.phase === 'stopped' ? `stopped: ${[state.reason, state.exitCode].join(' ').trim()}` : state.phase
  const { exitCode } = result
  const summary = {
    ok: result.ok,
    state: words(runtime.state),
    lines,
    ...(exitCode !== undefined && { exitCode }),
  }
  if (result.ok) return summary
  const { code, message, at } = result.error
  return { ...summary, code, message, ...(at && { at: `${at.file}:${at.line}:${at.column}` }) }
}

interface Harnesses {
  readonly isolated: Harness
  readonly plain: Harness
}

/** A page of the harness for each test; `isolated` says whether the server sends COOP and COEP. */
export const test = base.extend<{ isolated: boolean; sandbox: RuntimePage }, { harnesses: Harnesses }>({
  isolated: [true, { option: true }],
  harnesses: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here
    async ({}, use) => {
      const harnesses = {
        isolated: await startHarness({ isolated: true }),
        plain: await startHarness({ isolated: false }),
      }
      await use(harnesses)
      await Promise.all([harnesses.isolated.close(), harnesses.plain.close()])
    },
    { scope: 'worker' },
  ],
  sandbox: async ({ page, isolated, harnesses }, use) => {
    await page.goto(isolated ? harnesses.isolated.url : harnesses.plain.url)
    await page.waitForFunction(() => 'runtime' in window)
    await use(new RuntimePage(page))
  },
})

export { expect } from '@playwright/test'

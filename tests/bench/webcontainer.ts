import { readFile } from 'node:fs/promises'
import { brotliCompressSync } from 'node:zlib'
import { build } from 'esbuild'
import { chromium, type Page } from 'playwright'
import config from '../../playwright.config.ts'
import { exampleNames, readExample } from '../../src/sandbox/example-files.ts'
import type { FileMap } from '../../src/sandbox/runtime.ts'
import { startHarness } from '../kit/harness.ts'
import { median } from '../kit/median.ts'
import { WebContainerDouble } from '../kit/webcontainer/double.ts'

// Prints what a WebContainer costs beside the in-page runtime: bytes that are loaded, and the time from the click on
// Run to the first line. The container is a double, so its boot is not that of the hosted runtime; what is ours is.

const rounds = 10
const root = new URL('../../', import.meta.url)
const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} KB brotli`

async function main(): Promise<void> {
  await printSizes()
  const harness = await startHarness({ isolated: true, quality: 11 })
  const browser = await chromium.launch(config.use?.launchOptions)
  console.log(`Chromium ${browser.version()}, Node ${process.version}, median of ${rounds}, container double`)
  for (const name of exampleNames) {
    const files = await readExample(name)
    const times: Times[] = []
    for (let round = 0; round < rounds; round++) {
      const context = await browser.newContext()
      const double = await WebContainerDouble.install(context)
      const page = await context.newPage()
      await page.goto(harness.url)
      times.push(await measure(page, name, files))
      await double.close()
      await context.close()
    }
    const [booted, cold] = [median(times.map((time) => time.booted)), median(times.map((time) => time.cold))]
    console.log(`${name.padEnd(10)} boot included ${cold.toFixed(0)} ms, excluded ${booted.toFixed(0)} ms`)
  }
  await browser.close()
  await harness.close()
}

interface Times {
  /** From nothing to the first line: boot, mount, start. */
  readonly cold: number
  /** The same in a container that is up. */
  readonly booted: number
}

const measure = (page: Page, name: (typeof exampleNames)[number], files: FileMap): Promise<Times> =>
  page.evaluate(
    async ([example, mounted]) => {
      const startedAtMs = performance.now()
      const { container, runtime } = window.joinContainer(example)
      runtime.mount(mounted)
      const firstLine = () =>
        new Promise<void>((resolve) => void runtime.run('src/demo.ts', { onOutput: () => resolve() }))
      const ready = new Promise<void>((resolve) =>
        container.onChange(() => container.state.phase === 'ready' && resolve()),
      )
      container.start()
      await ready
      await firstLine()
      const cold = performance.now() - startedAtMs
      await runtime.stop()
      const againAtMs = performance.now()
      await firstLine()
      return { cold, booted: performance.now() - againAtMs }
    },
    [name, files] as const,
  )

async function printSizes(): Promise<void> {
  const manifest = JSON.parse(await readFile(new URL('.cache/runtime-manifest.json', root), 'utf8'))
  const published = (file: string) => readFile(new URL(`public/runtime/${file}`, root))
  console.log(`client     ${kilobytes(compressed(await clientOfStackBlitz()))}`)
  console.log(`snapshot   ${kilobytes(compressed(await published(manifest.container)))}`)
  console.log(`terminal   ${kilobytes(compressed(await published(manifest.terminal)))}`)
}

async function clientOfStackBlitz(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents: "export * from '@webcontainer/api'", resolveDir: root.pathname },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  })
  return outputFiles[0]?.contents ?? new Uint8Array()
}

const compressed = (bytes: Uint8Array) => brotliCompressSync(bytes).length

await main()

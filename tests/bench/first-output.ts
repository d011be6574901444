import { readFile } from 'node:fs/promises'
import { brotliCompressSync } from 'node:zlib'
import { type BrowserContext, chromium, type Page } from 'playwright'
import config from '../../playwright.config.ts'
import { type ExampleName, exampleNames, readExample } from '../../src/sandbox/example-files.ts'
import type { FileMap } from '../../src/sandbox/runtime.ts'
import { startHarness } from '../kit/harness.ts'
import { median } from '../kit/median.ts'

// Prints how long a reader waits from the click on Run to the first line, and how much that loads.
// Cold: a new browser profile, nothing cached, no hover before the click. Warm: the next Run in the same page, a
// second after the first has ended.

const rounds = 10

interface Times {
  readonly cold: number
  readonly warm: number
}

async function main(): Promise<void> {
  const harness = await startHarness({ isolated: true, quality: 11 })
  const browser = await chromium.launch(config.use?.launchOptions)
  console.log(`Chromium ${browser.version()}, Node ${process.version}, median of ${rounds}`)
  for (const name of exampleNames) {
    const files = await readExample(name)
    const times: Times[] = []
    // The first round only fills the server's cache of compressed files.
    for (let round = 0; round <= rounds; round++) {
      const context = await browser.newContext()
      times.push(await measure(context, harness.url, files))
      await context.close()
    }
    const measured = times.slice(1)
    const cold = median(measured.map((time) => time.cold))
    const warm = median(measured.map((time) => time.warm))
    console.log(
      `${name.padEnd(10)} cold ${cold.toFixed(0)} ms, warm ${warm.toFixed(0)} ms, ${await weight(name)} KB brotli`,
    )
  }
  await browser.close()
  await harness.close()
}

async function measure(context: BrowserContext, url: string, files: FileMap): Promise<Times> {
  const page = await context.newPage()
  await page.goto(url)
  await page.waitForFunction(() => 'runtime' in window)
  const cold = await firstLine(page, files)
  await page.waitForTimeout(1_000)
  return { cold, warm: await firstLine(page, files) }
}

/** Runs the demo to its end and returns when its first line came. */
const firstLine = (page: Page, files: FileMap): Promise<number> =>
  page.evaluate(async (mounted) => {
    const { runtime } = window
    runtime.mount(mounted)
    const startedAtMs = performance.now()
    let firstMs = Number.NaN
    const onOutput = () => {
      if (Number.isNaN(firstMs)) firstMs = performance.now() - startedAtMs
    }
    await runtime.run('src/demo.ts', { onOutput })
    return firstMs
  }, files)

/** Everything that Run loads for an example, in KB: the frame, the program, the bundles, the example's files. */
async function weight(name: ExampleName): Promise<string> {
  const folder = new URL('../../public/runtime/', import.meta.url)
  const { frame, program, bundles, wasm } = JSON.parse(
    await readFile(new URL('../../.cache/runtime-manifest.json', import.meta.url), 'utf8'),
  )
  const files = await readExample(name)
  const source = JSON.stringify(files)
  const used = Object.keys(bundles).filter((bundle) =>
    bundles[bundle].modules.some((module: string) => source.includes(`'${module}'`)),
  )
  const names = [
    frame,
    program,
    ...used.flatMap((bundle) => [bundles[bundle].file, ...Object.values(wasm[bundle] ?? {})]),
  ]
  const bodies = await Promise.all(names.map((file: string) => readFile(new URL(file, folder))))
  const bytes = [...bodies, Buffer.from(source)].reduce(
    (sum, body) => sum + brotliCompressSync(body).length,
    0,
  )
  return (bytes / 1000).toFixed(0)
}

await main()

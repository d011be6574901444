import type { Page } from '@playwright/test'
import type { ExampleName } from '../../src/sandbox/example-files.ts'
import type { ContainerShare } from '../../src/sandbox/runtimes.ts'
import { WebContainerDouble } from '../kit/webcontainer/double.ts'
import type { NodeMajor } from '../kit/webcontainer/nodes.ts'
import { test as base, type RuntimePage } from './runtime-page.ts'

declare global {
  interface Window {
    joinContainer(example: ExampleName, apiKey?: string): ContainerShare
    share: ContainerShare
  }
}

/** Puts a share of the page's container in the place of the in-page runtime. */
export const putContainer = (page: Page, example: ExampleName): Promise<void> =>
  page.evaluate(async (name) => {
    window.share = window.joinContainer(name)
    const { container, runtime } = window.share
    container.start()
    const isSettled = () => container.state.phase === 'ready' || container.state.phase === 'failed'
    await new Promise<void>((resolve) => {
      const look = () => isSettled() && resolve()
      container.onChange(look)
      look()
    })
    window.runtime = Object.assign(runtime, { preload: () => {} })
  }, example)

/** A page whose WebContainer is a double, with the Node that a test asks for. */
export const test = base.extend<{ node: NodeMajor; double: WebContainerDouble; container: RuntimePage }>({
  node: [24, { option: true }],
  double: async ({ context, node }, use) => {
    const double = await WebContainerDouble.install(context, node)
    await use(double)
    await double.close()
  },
  container: async ({ double, sandbox }, use) => {
    // The double has to be there before the page asks for it.
    void double
    await putContainer(sandbox.page, 'redis')
    await use(sandbox)
  },
})

export { expect } from '@playwright/test'

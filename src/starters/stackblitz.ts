import sdk from '@stackblitz/sdk'
import type { StarterName } from './starter-names.ts'
import { folderNameOf } from './starter-zip.ts'
import { loadStarter, withEnv } from './take.ts'
import { withoutNode } from './without-node.ts'

/** Opens a window on stackblitz.com and sends it the starter's files. Nothing is sent before. */
export async function openInStackBlitz(name: StarterName, env: string | undefined): Promise<void> {
  const decoder = new TextDecoder()
  const entries = Object.entries(withEnv(await loadStarter(name), env)).map(([path, bytes]) => {
    const text = decoder.decode(bytes)
    return [path, path === 'package.json' ? withoutNode(text) : text] as const
  })
  sdk.openProject(
    { title: folderNameOf(name), template: 'node', files: Object.fromEntries(entries) },
    { newWindow: true, openFile: 'src/strategy.ts', startScript: 'start' },
  )
}

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'

/** What the terminal's frame looks like. */
export const terminalStyles = ['node_modules/@xterm/xterm/css/xterm.css', 'src/sandbox/terminal/frame.css']

/** A frame's page with script and style inside; its policy admits the script by hash. */
export async function framePage(
  root: string,
  folder: string,
  styles: readonly string[] = [],
): Promise<string> {
  const script = await frameScript(root, folder)
  const page = await readFile(join(root, `src/sandbox/${folder}/frame.html`), 'utf8')
  const css = await Promise.all(styles.map((file) => readFile(join(root, file), 'utf8')))
  const hash = createHash('sha256').update(script).digest('base64')
  return page
    .replace('SCRIPT_HASH', `'sha256-${hash}'`)
    .replace('/* STYLE */', () => css.join('\n'))
    .replace('SCRIPT', () => script)
}

async function frameScript(root: string, folder: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [`src/sandbox/${folder}/frame.ts`],
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    write: false,
    legalComments: 'none',
    logLevel: 'warning',
  })
  return outputFiles[0]?.text ?? ''
}

import { spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Our own packages come first, so that `node` is the Node 24 among them, whatever the host has. */
const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter)
/** Node keeps there what it made of the code of tools, tests and starters, which starts them sooner. */
const NODE_COMPILE_CACHE = join(root, '.cache/compiled')
const ours = { PATH: path, ASTRO_TELEMETRY_DISABLED: '1', NODE_COMPILE_CACHE }

/**
 * Runs a command in the project's folder and resolves with its exit code. A command that cannot start gives 127, one
 * that is ended after `limitMs` gives 1.
 */
export function run(command, args, { stdio = 'inherit', limitMs, ...settings } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...ours, ...settings.env },
      stdio,
      shell: onWindows,
      ...(limitMs && { timeout: limitMs, killSignal: 'SIGKILL' }),
    })
    const forward = (signal) => child.kill(signal)
    const signals = ['SIGINT', 'SIGTERM']
    for (const signal of signals) process.on(signal, forward)
    const end = (code) => {
      for (const signal of signals) process.off(signal, forward)
      resolve(code)
    }
    child.once('error', () => end(127))
    child.once('exit', (code) => end(code ?? 1))
  })
}
const onWindows = process.platform === 'win32'

/** Like `run`, but prints only if the command fails, all at once. A file takes what it says, also from what outlives it. */
export async function runQuietly(command, args, settings) {
  const folder = mkdtempSync(join(tmpdir(), 'output-'))
  const file = join(folder, 'output.txt')
  const output = openSync(file, 'w')
  try {
    const code = await run(command, args, { ...settings, stdio: ['ignore', output, output] })
    if (code !== 0) process.stdout.write(readFileSync(file))
    return code
  } finally {
    closeSync(output)
    rmSync(folder, { recursive: true })
  }
}

/** Like `run`, but ends this process with the same code when the command fails. */
export async function mustRun(command, args) {
  const code = await run(command, args)
  if (code !== 0) process.exit(code)
}

/** One line, no stack: the reader has to do something, not to debug us. */
export function giveUp(message) {
  console.error(message)
  process.exit(1)
}

import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { asLastResort } from '../last-resort.ts'

export type RedisProcess = ChildProcessByStdio<null, Readable, Readable>

/**
 * Runs redis-server and resolves once it has printed the words.
 * @throws an error with the code EADDRINUSE when one of its ports is taken
 */
export async function startProcess(args: readonly string[], ready: string): Promise<RedisProcess> {
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const callOff = asLastResort(() => child.kill('SIGKILL'))
  child.once('exit', callOff)
  await says(child, ready)
  return child
}

export async function killProcess(child: RedisProcess): Promise<void> {
  if (hasEnded(child)) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

export function hasEnded(child: RedisProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

async function says(child: RedisProcess, words: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let printed = ''
  const read = (chunk: Buffer) => {
    printed += chunk
    if (printed.includes(words)) resolve()
  }
  const outputs = [child.stdout, child.stderr]
  for (const output of outputs) output.on('data', read)
  child.once('error', (cause) => reject(notInstalled(cause)))
  child.once('close', () => reject(endedEarly(printed)))
  try {
    await promise
  } finally {
    // Whoever stops reading lets the pipe run full, and the server then waits for ever to log a line.
    for (const output of outputs) output.off('data', read).resume()
  }
}

function notInstalled(cause: Error): Error {
  return new Error('redis-server did not start. Install it (Debian: apt-get install redis-server)', { cause })
}

function endedEarly(printed: string): Error {
  const error = new Error(`redis-server ended before it was ready:\n${printed}`)
  const taken = /Address already in use/i.test(printed)
  return taken ? Object.assign(error, { code: 'EADDRINUSE' }) : error
}

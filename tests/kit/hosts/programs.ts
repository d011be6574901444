import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../ports.ts'
import { dist, type Host, root } from './hosts.ts'

/** A real nginx with our file, in which only port, folder and place of temporary files are other ones. */
export async function nginxHost(): Promise<Host> {
  const folder = await mkdtemp(join(tmpdir(), 'nginx-'))
  const remove = () => rm(folder, { recursive: true })
  try {
    const port = await freePort()
    const file = await configFor(folder, port)
    mustBeValid(file)
    const nginx = await start(nginxPath(), ['-c', file, '-g', `daemon off;${user}`])
    await accepting(port, nginx)
    return hostOf(nginx, port, remove)
  } catch (error) {
    await remove()
    throw error
  }
}

/** The server of `npm run dev`. It may run beside one that somebody works with. */
export async function devHost(): Promise<Host> {
  const port = await freePort()
  const args = ['dev', '--ignore-lock', '--port', `${port}`]
  const astro = await start(join(root, 'node_modules/.bin/astro'), args)
  await printed(`http://localhost:${port}/`, astro)
  return hostOf(astro, port)
}

/** The server of `npm start`. */
export async function siteHost(): Promise<Host> {
  const port = await freePort()
  const env = { ...process.env, PORT: `${port}` }
  const server = await start(process.execPath, [join(root, 'scripts/serve.ts')], env)
  await printed(`http://localhost:${port}/`, server)
  return hostOf(server, port)
}

async function configFor(folder: string, port: number): Promise<string> {
  const config = await readFile(join(root, 'hosting/nginx.conf'), 'utf8')
  const file = join(folder, 'nginx.conf')
  const own = config
    .replaceAll('/tmp/', `${folder}/`)
    .replace('/dev/stdout', `${folder}/access.log`)
    .replace('listen 8080', `listen ${port}`)
    .replace('root /srv/site', `root ${dist}`)
  await writeFile(file, own)
  return file
}

/** Of root, nginx makes nobody, who may not read what only root may: a clone in /root, for example. */
const user = process.getuid?.() === 0 ? ' user root;' : ''

/** Debian puts it where not everybody's PATH leads. */
const nginxPath = () => (existsSync('/usr/sbin/nginx') ? '/usr/sbin/nginx' : 'nginx')

function mustBeValid(file: string): void {
  const { status, stderr } = spawnSync(nginxPath(), ['-t', '-q', '-c', file], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`nginx -t: ${stderr}`)
}

/** A program that never outlives the tests. */
async function start(command: string, args: string[], env = process.env): Promise<ChildProcess> {
  const program = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
  await once(program, 'spawn')
  const end = () => program.kill()
  process.once('exit', end)
  program.once('exit', () => process.off('exit', end))
  return program
}

const hostOf = (program: ChildProcess, port: number, cleanUp?: () => Promise<void>): Host => ({
  url: `http://localhost:${port}/`,
  async close() {
    program.kill()
    if (!hasEnded(program)) await once(program, 'exit')
    await cleanUp?.()
  },
})

export const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null

const notStarted = ({ spawnfile }: ChildProcess) =>
  new Error(`${spawnfile} did not start; it says why, above`)

/** Resolves when the program accepts connections there. */
export async function accepting(port: number, program: ChildProcess): Promise<void> {
  if (hasEnded(program)) throw notStarted(program)
  const socket = connect(port, 'localhost')
  const isUp = await new Promise((resolve) =>
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false)),
  )
  socket.destroy()
  if (!isUp) return accepting(port, program)
}

/** Resolves when the program has printed the text. What it prints later is not kept. */
async function printed(text: string, program: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let output = ''
  const look = (chunk: Buffer) => {
    output += chunk
    if (output.includes(text)) resolve()
  }
  program.stdout?.on('data', look)
  program.once('exit', () => reject(notStarted(program)))
  await promise
  program.stdout?.off('data', look).resume()
}

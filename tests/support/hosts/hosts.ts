import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sirv from 'sirv'
import type { HeadersFor } from './rules.ts'

/** The built site behind some host. */
export interface Host {
  readonly url: string
  close(): Promise<void>
}

const root = join(import.meta.dirname, '../../..')
const dist = join(root, 'dist')

/** A host that serves files and sends what the rules say, and nothing else. */
export async function staticHost(rules: HeadersFor): Promise<Host> {
  const files = sirv(dist, {
    setHeaders: (response, path) => {
      for (const [name, value] of rules(path)) response.appendHeader(name, value)
    },
  })
  const notFound = readFileSync(join(dist, '404.html'))
  const server = createServer((request, response) =>
    files(request, response, () => {
      response.writeHead(404, { 'Content-Type': 'text/html' }).end(notFound)
    }),
  )
  server.listen(0, 'localhost')
  await once(server, 'listening')
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** A real nginx with our file, in which only port, folder and place of temporary files are other ones. */
export async function nginxHost(): Promise<Host> {
  const folder = await mkdtemp(join(tmpdir(), 'nginx-'))
  const port = await freePort()
  const config = await readFile(join(root, 'hosting/nginx.conf'), 'utf8')
  const file = join(folder, 'nginx.conf')
  await writeFile(
    file,
    config
      .replace('listen 8080', `listen ${port}`)
      .replace('root /srv/site', `root ${dist}`)
      .replaceAll('/tmp/', `${folder}/`)
      .replace('/dev/stdout', `${folder}/access.log`),
  )
  const nginx = spawn(nginxPath(), ['-c', file, '-g', 'daemon off;'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await listening(port, nginx)
  return {
    url: `http://localhost:${port}/`,
    async close() {
      nginx.kill('SIGTERM')
      if (nginx.exitCode === null) await once(nginx, 'exit')
      await rm(folder, { recursive: true })
    },
  }
}

/** Debian puts it where not everybody's PATH leads. */
const nginxPath = () => (existsSync('/usr/sbin/nginx') ? '/usr/sbin/nginx' : 'nginx')

async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Resolves when somebody accepts connections there. */
async function listening(port: number, nginx: ChildProcess): Promise<void> {
  if (nginx.exitCode !== null) throw new Error('nginx did not start; it says why, above')
  const socket = connect(port, 'localhost')
  const isUp = await new Promise((resolve) =>
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false)),
  )
  socket.destroy()
  if (!isUp) return listening(port, nginx)
}

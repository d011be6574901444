import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { makeFolder } from './folders.ts'

export interface Pem {
  readonly path: string
  readonly pem: string
}

export interface Certificates {
  /** Who signed `certificate`. */
  readonly ca: Pem
  /** The server's, for localhost and 127.0.0.1. */
  readonly certificate: Pem
  readonly key: Pem
  /** A CA that nobody here knows, and what it signed for the same server and key. */
  readonly otherCa: Pem
  readonly otherCertificate: Pem
  remove(): Promise<void>
}

const run = promisify(execFile)

/** Made anew by openssl, in a folder of their own; good for one day. */
export async function makeCertificates(): Promise<Certificates> {
  const { path: folder, remove } = await makeFolder()
  await Promise.all([makeAuthority(folder, 'ca'), makeAuthority(folder, 'other-ca')])
  await makeServerKey(folder)
  await Promise.all([certify(folder, 'ca', 'server'), certify(folder, 'other-ca', 'other-server')])
  return {
    ca: await read(join(folder, 'ca.crt')),
    certificate: await read(join(folder, 'server.crt')),
    key: await read(join(folder, 'server.key')),
    otherCa: await read(join(folder, 'other-ca.crt')),
    otherCertificate: await read(join(folder, 'other-server.crt')),
    remove,
  }
}

function makeAuthority(folder: string, name: string): Promise<void> {
  const key = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-noenc',
    '-keyout',
    `${name}.key`,
  ]
  return makeCertificate(folder, name, [...key, '-subj', `/CN=${name}`])
}

async function makeServerKey(folder: string): Promise<void> {
  const parameters = ['-algorithm', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']
  await run('openssl', ['genpkey', ...parameters, '-out', 'server.key'], { cwd: folder })
}

function certify(folder: string, authority: string, name: string): Promise<void> {
  return makeCertificate(folder, name, [
    ...['-key', 'server.key', '-subj', '/CN=localhost'],
    ...['-CA', `${authority}.crt`, '-CAkey', `${authority}.key`],
    ...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
    ...['-addext', 'basicConstraints=critical,CA:FALSE'],
  ])
}

async function makeCertificate(folder: string, name: string, args: readonly string[]): Promise<void> {
  await run('openssl', ['req', '-x509', '-days', '1', '-out', `${name}.crt`, ...args], { cwd: folder })
}

async function read(path: string): Promise<Pem> {
  return { path, pem: await readFile(path, 'utf8') }
}

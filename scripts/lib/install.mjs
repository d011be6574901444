import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { giveUp, root, run } from './run.mjs'

/** Installs the packages of package-lock.json, unless they are there. */
export async function install() {
  if (isInstalled()) return
  console.log('Installing packages ...')
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  if (code !== 0) giveUp('The packages could not be installed. The reason is above, from npm ci.')
}

function isInstalled() {
  const wanted = packagesOf('package-lock.json')
  const found = packagesOf('node_modules/.package-lock.json')
  if (!found || !existsSync(join(root, 'node_modules/.bin/node'))) return false
  return Object.entries(wanted).every(([path, { version, optional, peer }]) =>
    path === '' || found[path] ? path === '' || found[path].version === version : optional || peer,
  )
}

/** npm leaves in node_modules a list of what it installed, in the form of the lockfile. */
function packagesOf(lockfile) {
  const file = join(root, lockfile)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined
}

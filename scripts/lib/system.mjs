import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { giveUp, run } from './run.mjs'

/** What the tests need besides Node packages: a browser, a Redis server, nginx, promtool. Installs what is missing, if it can. */
export async function installSystem() {
  const missing = []
  if (!hasChromium()) missing.push('chromium')
  if (!hasCommand('redis-server')) missing.push('redis-server')
  if (!hasNginx()) missing.push('nginx-light')
  if (!hasCommand('promtool')) missing.push('prometheus')
  if (missing.length > 0 && canUseApt()) await aptInstall(missing)
  if (!hasCommand('redis-server'))
    giveUp(
      'The tests need redis-server. Install it (Debian: apt-get install redis-server, macOS: brew install redis)',
    )
  if (!hasNginx())
    giveUp(
      'The tests need nginx. Install it (Debian: apt-get install nginx-light, macOS: brew install nginx)',
    )
  if (!hasCommand('promtool'))
    giveUp(
      'The tests need promtool, a part of Prometheus. Install it (Debian: apt-get install prometheus, macOS: brew install prometheus)',
    )
  if (!hasChromium()) await playwrightInstall()
}

/** On Ubuntu the package `chromium` only points to a snap, so there the browser is Playwright's. */
async function aptInstall(packages) {
  console.log(`Installing ${packages.join(' and ')} ...`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-qq'], { env })
  for (const name of packages.filter((name) => name !== 'chromium' || !isUbuntu()))
    await run('apt-get', ['install', '-qq', '-y', '--no-install-recommends', name], { env })
}

async function playwrightInstall() {
  const code = await run('playwright', ['install', ...(canUseApt() ? ['--with-deps'] : []), 'chromium'])
  if (code !== 0) giveUp('The tests need Chromium. Install it and set CHROMIUM_PATH to its file.')
}

const hasChromium = () => existsSync(process.env.CHROMIUM_PATH ?? '/usr/bin/chromium')
const hasCommand = (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined
/** Debian puts it where not everybody's PATH leads. Only `-v` prints and ends. */
const hasNginx = () =>
  existsSync('/usr/sbin/nginx') || spawnSync('nginx', ['-v'], { stdio: 'ignore' }).error === undefined
const canUseApt = () => process.getuid?.() === 0 && hasCommand('apt-get')
const isUbuntu = () => spawnSync('grep', ['-q', '^ID=ubuntu', '/etc/os-release']).status === 0

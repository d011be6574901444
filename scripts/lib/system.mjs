import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { giveUp, run } from './run.mjs'

const hasCommand = (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined

/** What the tests need besides Node packages: three browsers and three servers. */
const needs = [
  {
    name: 'Chromium',
    isThere: () => existsSync(process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'),
    packages: ['chromium'],
    advice: 'Install it and set CHROMIUM_PATH to its file',
    otherwise: playwrightInstall,
  },
  {
    name: 'the headless shell of Chromium',
    isThere: () => existsSync('/usr/bin/chromium-headless-shell'),
    packages: ['chromium-headless-shell'],
    // The tests then take Chromium for everything, and a little longer.
    otherwise: () => {},
  },
  {
    name: 'Firefox',
    isThere: () => existsSync(process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr'),
    packages: ['firefox-esr'],
    advice: 'Install it and set FIREFOX_PATH to its file',
  },
  {
    name: 'WebKitGTK',
    // It has no mode without a screen.
    isThere: () => hasCommand('WebKitWebDriver') && hasCommand('xvfb-run') && hasCommand('xauth'),
    packages: ['webkit2gtk-driver', 'xvfb', 'xauth'],
    advice:
      'Only Linux has its driver. Run the tests there (Debian: apt-get install webkit2gtk-driver xvfb xauth)',
  },
  {
    name: 'Redis',
    isThere: () => hasCommand('redis-server'),
    packages: ['redis-server'],
    advice: 'Install it (Debian: apt-get install redis-server, macOS: brew install redis)',
  },
  {
    name: 'nginx',
    // Debian puts it where not everybody's PATH leads.
    isThere: () => existsSync('/usr/sbin/nginx') || hasCommand('nginx'),
    packages: ['nginx-light'],
    advice: 'Install it (Debian: apt-get install nginx-light, macOS: brew install nginx)',
  },
  {
    name: 'promtool, a part of Prometheus',
    isThere: () => hasCommand('promtool'),
    packages: ['prometheus'],
    advice: 'Install it (Debian: apt-get install prometheus, macOS: brew install prometheus)',
  },
]

/** Installs what is missing, if it can. Ends the process with one line about what it cannot. */
export async function installSystem() {
  const missing = needs.filter(({ isThere }) => !isThere())
  if (missing.length > 0 && canUseApt()) await aptInstall(missing.flatMap(({ packages }) => packages))
  for (const need of needs) if (!need.isThere()) await (need.otherwise ?? doWithout)(need)
}

/** Ubuntu has Chromium and Firefox as snaps only. There the one is Playwright's, and the other what FIREFOX_PATH says. */
async function aptInstall(packages) {
  const wanted = packages.filter((name) => !(isUbuntu() && /^(chromium|firefox)/.test(name)))
  console.log(`Installing ${wanted.join(', ')} ...`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-qq'], { env })
  for (const name of wanted)
    await run('apt-get', ['install', '-qq', '-y', '--no-install-recommends', name], { env })
}

async function playwrightInstall(need) {
  const code = await run('playwright', ['install', ...(canUseApt() ? ['--with-deps'] : []), 'chromium'])
  if (code !== 0) doWithout(need)
}

const doWithout = ({ name, advice }) => giveUp(`The tests need ${name}. ${advice}.`)

const canUseApt = () => process.getuid?.() === 0 && hasCommand('apt-get')
const isUbuntu = () => spawnSync('grep', ['-q', '^ID=ubuntu', '/etc/os-release']).status === 0

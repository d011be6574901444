import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { bareEnv } from '../kit/bare-env.ts'
import { freePort } from '../kit/ports.ts'
import { folderOf, root, type Starter, starters } from '../kit/starter-folders.ts'

// The ten minutes of the page "Set it up", walked as they are written.

const page = readFileSync(join(root, 'src/content/docs/guides/set-up.mdx'), 'utf8')
const section = page.slice(page.indexOf('## Ten minutes'))
const blocksOf = (language: string, source: string): string[] =>
  Array.from(
    source.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms')),
    ([, block = '']) => block,
  )
const [start = '', call = ''] = blocksOf('sh', section.slice(0, section.indexOf('<Tabs')))
const tabs = Array.from(
  section.matchAll(/<TabItem label="(\w+)">(.*?)<\/TabItem>/gs),
  ([, label = '', tab = '']) => ({
    starter: label.toLowerCase() as Starter,
    logout: blocksOf('sh', tab).join('\n'),
    promised: /"revocation":"[\w-]+"/.exec(tab)?.[0],
    last: blocksOf('json', tab).join().trim(),
  }),
)

/** The one thing that is changed: ports that are free on this machine, which may be busy. */
async function freePorts() {
  const [issuer, api, ledger] = [await freePort(), await freePort(), await freePort()]
  return {
    env: { ISSUER_PORT: String(issuer), API_PORT: String(api), LEDGER_PORT: String(ledger) },
    moved: (commands: string) =>
      commands
        .replaceAll('localhost:3000', `localhost:${issuer}`)
        .replaceAll('localhost:3001', `localhost:${api}`),
  }
}

/** Runs commands as somebody types them in a folder. What they leave running ends with the test. */
function run(folder: string, commands: string, env: NodeJS.ProcessEnv = {}): ChildProcessWithoutNullStreams {
  const shell = spawn('bash', ['-e', '-c', commands], {
    cwd: folder,
    env: { ...bareEnv(), ...env },
    detached: true,
  })
  const closed = once(shell, 'close')
  onTestFinished(async () => {
    if (shell.exitCode === null && shell.pid) process.kill(-shell.pid, 'SIGTERM')
    await closed
  })
  return shell
}

/** Resolves once the last of the services says where it is. */
async function started(shell: ChildProcessWithoutNullStreams): Promise<void> {
  let printed = ''
  await new Promise<void>((resolve, reject) => {
    for (const stream of [shell.stdout, shell.stderr])
      stream.on('data', (chunk) => {
        printed += chunk
        if (printed.includes('API service: ')) resolve()
      })
    shell.once('close', () => reject(new Error(`It ended before it was there:\n${printed}`)))
  })
}

test('the page has a tab for each starter', () => {
  expect(tabs.map(({ starter }) => starter)).toEqual(starters)
})

test.each(tabs)('$starter: ten minutes, from a copy to the call after the logout', async (tab) => {
  const folder = await mkdtemp(join(tmpdir(), `${tab.starter}-set-up-`))
  onTestFinished(() => rm(folder, { recursive: true }))
  const isOurs = (path: string) => !path.endsWith('node_modules')
  await cp(folderOf(tab.starter), folder, { recursive: true, filter: isOurs })
  const { env, moved } = await freePorts()
  await started(run(folder, moved(start), { ...env, npm_config_prefer_offline: 'true' }))
  const settings = await readFile(join(folder, '.env'), 'utf8')
  expect(settings).toMatch(/^SIGNING_KEYS_FILE=signing-keys\.json$/m)

  const answers = await text(run(folder, moved(`${call}\n${tab.logout}`)).stdout)
  expect(answers).toContain('"name":"Alice"')
  expect(answers).toContain(tab.promised)
  expect(answers.endsWith(tab.last)).toBe(true)
})

import assert from 'node:assert/strict'
import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import type { Check } from '../check.ts'
import type { User } from '../user.ts'

const dist = join(import.meta.dirname, '../../../dist')

/** Every page but those of source files, which are alike: of these the first. */
function pagePaths(): string[] {
  if (!existsSync(dist)) throw new Error('Build the site first: npm run build')
  const files = globSync('**/*.html', { cwd: dist, exclude: ['runtime/**'] }).sort()
  const isSource = (file: string) => file.startsWith('source')
  const chosen = [...files.filter((file) => !isSource(file)), ...files.filter(isSource).slice(0, 1)]
  return chosen.map((file) => `/${file.replace(/(^|\/)index\.html$/, '$1')}`)
}

/** What sticks out to the right at this width. A window that cannot be so narrow shows the page in a frame that is. */
async function overflowPx(user: User, width: number): Promise<number> {
  await user.tab.resize(width, 900)
  return user.evaluate(async (wanted) => {
    const overflowOf = ({ documentElement: { scrollWidth, clientWidth } }: Document) =>
      scrollWidth - clientWidth
    if (innerWidth <= wanted) return overflowOf(document)
    const frame = Object.assign(document.createElement('iframe'), {
      src: location.href,
      width: wanted,
      height: 900,
    })
    const loaded = new Promise((done) => frame.addEventListener('load', done))
    document.body.append(frame)
    await loaded
    const overflow = frame.contentDocument ? overflowOf(frame.contentDocument) : -1
    frame.remove()
    return overflow
  }, width)
}

export const readingChecks: readonly Check[] = [
  ...[1280, 360].map(
    (width): Check => ({
      name: `every page is whole at ${width} px, without an error in the console`,
      async run(user) {
        for (const path of pagePaths()) {
          await user.visit(path)
          assert.equal(await overflowPx(user, width), 0, `${path} sticks out`)
          assert.deepEqual(await user.tab.faults(), [], path)
        }
      },
    }),
  ),
  {
    name: 'search finds on three pages in a row, each loaded anew',
    async run(user) {
      for (const path of ['/', '/strategies/hybrid/', '/compare/']) {
        await user.visit(path)
        await user.tab.press('Control', 'k')
        await user.waitFor(() => document.activeElement?.matches('dialog input'))
        await user.tab.type('revocation')
        await user.sees('found for “revocation”', 'dialog [role=status]')
        assert.deepEqual(await user.tab.faults(), [], path)
      }
    },
  },
  {
    name: 'a theme that was chosen stays',
    async run(user) {
      const theme = () => document.documentElement.dataset.theme
      await user.visit('/')
      for (const [option, name] of [
        ['Dark', 'dark'],
        ['Light', 'light'],
      ] as const) {
        await user.picks('Select theme', option)
        assert.equal(await user.evaluate(theme), name)
        await user.visit('/compare/')
        assert.equal(await user.evaluate(theme), name)
      }
    },
  },
]

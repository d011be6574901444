import { render } from 'preact'
import type { StarterName } from '../../starters/starter-names.ts'
import { EnvBlock } from '../EnvBlock.tsx'
import { carriedBy } from './carried.ts'

const nameOf = (element: HTMLElement) => element.dataset.starter as StarterName
const carried = (element: HTMLElement) => carriedBy(location.search, nameOf(element))

const zip = () => import('../../starters/take.ts')
const stackBlitz = () => import('../../starters/stackblitz.ts')

/** What to do about a click, about a reader who comes near, or, without an event, about a page that just opened. */
export function answer(element: HTMLElement, event: Event | undefined): void {
  const way = (event?.target as Element | undefined)?.closest<HTMLElement>('[data-way]')?.dataset.way
  if (!event) showSettings(element)
  else if (event.type !== 'click') void prepare(element)
  // The link to the zip was left to the browser where it needed no help.
  else if (way && (way !== 'zip' || event.defaultPrevented)) void take(way, element)
}

/** Has at hand what the buttons need. All of it is this site's own. */
async function prepare(element: HTMLElement): Promise<void> {
  // What does not load now is asked for again at the press, and told of then.
  await Promise.all([stackBlitz(), zip().then(({ loadStarter }) => loadStarter(nameOf(element)))]).catch(
    () => {},
  )
}

/** Shows the settings that came along from the wizard. */
function showSettings(element: HTMLElement): void {
  const settings = carried(element)
  const place = element.querySelector('.take-settings')
  if (!settings || !place) return
  render(
    <>
      <p>
        These settings follow from your answers. The zip and StackBlitz bring them along; after the command,
        save them as <code>.env</code>.
      </p>
      <EnvBlock text={settings.shown} />
    </>,
    place,
  )
}

interface Way {
  readonly act: (element: HTMLElement) => Promise<void>
  readonly done: string
  readonly failed: string
}

const notLoaded = 'The files did not load. Reload the page and try again, or use one of the other ways.'

const ways: Readonly<Record<string, Way>> = {
  zip: {
    act: async (element) => (await zip()).saveZip(nameOf(element), carried(element)?.make()),
    done: '',
    failed: notLoaded,
  },
  copy: {
    act: (element) =>
      navigator.clipboard.writeText(element.querySelector('.take-command code')?.textContent ?? ''),
    done: 'Copied.',
    failed: 'The browser did not allow it. Select the command and copy it.',
  },
  stackblitz: {
    act: async (element) => (await stackBlitz()).openInStackBlitz(nameOf(element), carried(element)?.make()),
    done: 'Sent to StackBlitz. If no window opened, allow this page to open one.',
    failed: notLoaded,
  },
}

/** Goes one of the ways, and tells how it ended. */
async function take(name: string, element: HTMLElement): Promise<void> {
  const way = ways[name]
  const status = element.querySelector('[role=status]')
  if (!way || !status) return
  status.textContent = ''
  status.textContent = await way.act(element).then(
    () => way.done,
    () => way.failed,
  )
}

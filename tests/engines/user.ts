import { limitMs, type Tab } from './browsers/browser.ts'

/** What a person can name on a page. A name may be only begun where nothing has it whole. */
export type Role = 'button' | 'tab' | 'link' | 'radio' | 'textbox' | 'combobox' | 'checkbox'

type Found<R> = Exclude<R, false | null | undefined>

/** A person in front of a browser. */
export class User {
  readonly tab: Tab
  readonly siteUrl: string

  constructor(tab: Tab, siteUrl: string) {
    this.tab = tab
    this.siteUrl = siteUrl
  }

  /** Opens a page, and waits until all that it shows at once has come alive. */
  async visit(path: string): Promise<void> {
    await this.tab.goto(new URL(path, this.siteUrl).href)
    await this.waitFor(() => {
      const islands = [
        ...document.querySelectorAll('astro-island[ssr][client="load"], astro-island[ssr][client="idle"]'),
      ]
      return document.readyState === 'complete' && islands.length === 0
    })
  }

  evaluate<A extends unknown[], R>(run: (...args: A) => R | Promise<R>, ...args: A): Promise<R> {
    return this.tab.evaluate(String(run), args) as Promise<R>
  }

  /** Looks again and again until the function, in the page, finds something. Fails with what the page shows. */
  waitFor<A extends unknown[], R>(look: (...args: A) => R | Promise<R>, ...args: A): Promise<Found<R>> {
    return this.tab.evaluate(lookUntil(String(look)), args) as Promise<Found<R>>
  }

  /** Waits until the text is in there. A selector names the place, the whole page unless told. */
  async sees(text: string, within = 'body'): Promise<void> {
    await this.waitFor(
      (wanted, place) => {
        const found = [...document.querySelectorAll<HTMLElement>(place)].map((element) => element.innerText)
        return found.some((shown) => shown.replace(/\s+/g, ' ').includes(wanted))
      },
      text,
      within,
    )
  }

  text(selector: string): Promise<string> {
    return this.evaluate((place) => document.querySelector<HTMLElement>(place)?.innerText ?? '', selector)
  }

  /** Clicks until it was hit: what is above may grow in the moment between a look and a click. */
  async clicks(role: Role, name: string, within = 'body'): Promise<void> {
    await this.#aim(role, name, within)
    await this.tab.click('[data-aim]')
    if (await this.evaluate(wasMissed)) await this.clicks(role, name, within)
  }

  /** Puts text in place of what a field holds. */
  async fills(name: string, text: string, within = 'body'): Promise<void> {
    await this.clicks('textbox', name, within)
    await this.tab.press('Control', 'a')
    await this.tab.type(text)
  }

  /** Pastes, as far as a page can tell: long texts would be typed for minutes. */
  async pastes(name: string, text: string, within = 'body'): Promise<void> {
    await this.#aim('textbox', name, within)
    await this.evaluate((pasted) => {
      const field = document.querySelector<HTMLTextAreaElement>('[data-aim]')
      if (!field) throw new Error('no field')
      field.focus()
      field.value = pasted
      field.dispatchEvent(new Event('input', { bubbles: true }))
    }, text)
  }

  /** Picks from a list. The list that a browser shows for it is its own and cannot be driven. */
  async picks(name: string, option: string, within = 'body'): Promise<void> {
    await this.#aim('combobox', name, within)
    await this.evaluate((label) => {
      const list = document.querySelector<HTMLSelectElement>('[data-aim]')
      const index = [...(list?.options ?? [])].findIndex(({ text }) => text.trim() === label)
      if (!list || index === -1) throw new Error(`no option ${label}`)
      list.selectedIndex = index
      list.dispatchEvent(new Event('input', { bubbles: true }))
      list.dispatchEvent(new Event('change', { bubbles: true }))
    }, option)
  }

  /** Marks the one thing on the page that has this role and name, once it is there and can be used. */
  async #aim(role: Role, name: string, within: string): Promise<void> {
    await this.waitFor(aimAt, selectors[role], name, within)
    await this.evaluate(settled)
  }
}

const selectors: Readonly<Record<Role, string>> = {
  button: 'button, [role=button], summary',
  tab: '[role=tab]',
  link: 'a[href]',
  radio: 'input[type=radio]',
  checkbox: 'input[type=checkbox]',
  textbox: 'input:not([type=radio], [type=checkbox]), textarea, [role=textbox]',
  combobox: 'select',
}

/** In the page. */
function aimAt(selector: string, name: string, within: string): boolean {
  for (const aimed of document.querySelectorAll('[data-aim]')) aimed.removeAttribute('data-aim')
  const tidy = (text: string | null | undefined) => (text ?? '').replace(/\s+/g, ' ').trim()
  const nameOf = (element: Element): string => {
    const ids = element.getAttribute('aria-labelledby')?.split(' ') ?? []
    const labels = 'labels' in element ? [...((element as HTMLInputElement).labels ?? [])] : []
    const named = [...ids.map((id) => document.getElementById(id)), ...labels].filter(
      (label) => label !== null,
    )
    const fields = 'select, textarea, input'
    const own = (label: Element) =>
      [...label.childNodes].filter((node) => !(node instanceof Element && node.matches(fields)))
    const spoken = named.map((label) =>
      own(label)
        .map(({ textContent }) => textContent)
        .join(''),
    )
    return tidy(
      element.getAttribute('aria-label') ?? (spoken.length > 0 ? spoken.join(' ') : element.textContent),
    )
  }
  const usable = [...document.querySelectorAll(`:is(${within}) :is(${selector})`)].filter(
    (element) => element.checkVisibility() && !(element as HTMLButtonElement).disabled,
  )
  const found =
    usable.find((element) => nameOf(element) === name) ??
    usable.find((element) => nameOf(element).startsWith(name))
  found?.setAttribute('data-aim', '')
  Object.assign(globalThis, { wasHit: false })
  const hit = () => Object.assign(globalThis, { wasHit: true })
  found?.addEventListener('click', hit, { capture: true, once: true })
  found?.scrollIntoView({ block: 'center', behavior: 'instant' })
  // An island comes alive once it is seen.
  return found !== undefined && !found.closest('astro-island[ssr]')
}

/** In the page. A new page knows of no aim, and was opened by a hit. */
const wasMissed = () => (globalThis as { wasHit?: boolean }).wasHit === false

/** In the page: what has been set off has run. Preact needs a frame and two turns. */
const settled = () =>
  new Promise<void>((done) => requestAnimationFrame(() => setTimeout(() => setTimeout(done))))

const lookUntil = (look: string) => `async (...args) => {
  const look = ${look}
  const endMs = performance.now() + ${limitMs}
  for (;;) {
    const found = await look(...args)
    if (found) return found
    if (performance.now() > endMs) {
      const shown = (document.querySelector('.sandbox') ?? document.querySelector('main')).innerText
      throw new Error('Waited in vain for ' + JSON.stringify(args) + ' by ' + String(look).slice(0, 200) + ' in ' + shown.slice(-2000))
    }
    await new Promise((next) => setTimeout(next, 50))
  }
}`

/** The part of Pagefind's module that is used here. See https://pagefind.app/docs/api/ */
interface Pagefind {
  init(): Promise<void>
  debouncedSearch(term: string): Promise<{ results: { data(): Promise<PagefindPage> }[] } | null>
}

interface PagefindPage {
  readonly url: string
  readonly meta: { readonly title: string }
  /** HTML in which only `<mark>` is markup. */
  readonly excerpt: string
  readonly sub_results: readonly PagefindHit[]
}

interface PagefindHit {
  readonly url: string
  readonly title: string
  readonly excerpt: string
}

const shownAtMost = 12

class SiteSearch extends HTMLElement {
  readonly #dialog = this.#find('dialog')
  readonly #input = this.#find('input')
  readonly #status = this.#find<HTMLElement>('[role=status]')
  readonly #list = this.#find('ul')
  #pagefind: Promise<Pagefind> | undefined

  connectedCallback(): void {
    const button = this.#find<HTMLButtonElement>('.open')
    button.disabled = false
    button.addEventListener('click', () => this.#open())
    this.#find<HTMLButtonElement>('.close').addEventListener('click', () => this.#dialog.close())
    this.#find('form').addEventListener('submit', (event) => {
      event.preventDefault()
      this.#list.querySelector('a')?.click()
    })
    this.#input.addEventListener('input', () => void this.#search())
    this.#dialog.addEventListener('keydown', (event) => this.#moveFocus(event))
    // A click on the backdrop lands on the dialog itself. A link to a place on this page must show it.
    this.#dialog.addEventListener('click', ({ target }) => {
      if (target === this.#dialog || (target as Element).closest('a')) this.#dialog.close()
    })
    addEventListener('keydown', (event) => this.#onShortcut(event))
  }

  #find<K extends keyof HTMLElementTagNameMap>(selector: K): HTMLElementTagNameMap[K]
  #find<T extends HTMLElement>(selector: string): T
  #find(selector: string): Element {
    const found = this.querySelector(selector)
    if (!found) throw new Error(`site-search lacks ${selector}`)
    return found
  }

  #onShortcut(event: KeyboardEvent): void {
    if (event.key !== 'k' || !(event.metaKey || event.ctrlKey)) return
    event.preventDefault()
    if (this.#dialog.open) this.#dialog.close()
    else this.#open()
  }

  #open(): void {
    this.#dialog.showModal()
    this.#pagefind ??= loadPagefind()
    this.#pagefind.catch(() => this.#fail())
  }

  #fail(): void {
    this.#pagefind = undefined
    this.#status.textContent = 'The search index did not load. Check the connection and reload the page.'
  }

  async #search(): Promise<void> {
    const term = this.#input.value.trim()
    try {
      const found = await (await this.#pagefind)?.debouncedSearch(term)
      // Null: a later keystroke has taken over.
      if (!found) return
      const pages = await Promise.all(found.results.slice(0, shownAtMost).map((result) => result.data()))
      if (term === this.#input.value.trim()) this.#show(term, pages)
    } catch {
      this.#fail()
    }
  }

  #show(term: string, pages: readonly PagefindPage[]): void {
    const hits = pages.flatMap(bestHits).slice(0, shownAtMost)
    this.#list.replaceChildren(...(term ? hits.map(toItem) : []))
    this.#status.textContent =
      term && `${hits.length === 0 ? 'Nothing' : countOf(hits.length)} found for “${term}”`
  }

  /** Arrow keys walk from the field through the results and back. */
  #moveFocus(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    const stops = [this.#input, ...this.#list.querySelectorAll('a')]
    const next = stops[stops.indexOf(document.activeElement as HTMLInputElement) + step]
    if (!next) return
    event.preventDefault()
    next.focus()
  }
}

async function loadPagefind(): Promise<Pagefind> {
  const pagefind: Pagefind = await import(
    /* @vite-ignore */ `${import.meta.env.BASE_URL}pagefind/pagefind.js`
  )
  await pagefind.init()
  return pagefind
}

/** The page itself where the words are in its lead, else its two best sections. */
function bestHits({ meta, url, excerpt, sub_results }: PagefindPage): PagefindHit[] {
  if (sub_results.length === 0) return [{ url, excerpt, title: meta.title }]
  return sub_results.slice(0, 2).map((hit) => ({
    ...hit,
    title: hit.title === meta.title ? hit.title : `${meta.title}: ${hit.title}`,
  }))
}

const countOf = (count: number) => (count === 1 ? '1 result' : `${count} results`)

function toItem({ url, title, excerpt }: PagefindHit): HTMLLIElement {
  const item = document.createElement('li')
  const link = document.createElement('a')
  const heading = document.createElement('strong')
  const words = document.createElement('span')
  link.href = url
  heading.textContent = title
  words.className = 'excerpt'
  // Pagefind escapes the text of pages, which is our own to begin with.
  words.innerHTML = excerpt
  link.append(heading, words)
  item.append(link)
  return item
}

customElements.define('site-search', SiteSearch)

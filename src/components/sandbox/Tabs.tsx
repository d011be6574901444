import { useEffect, useRef } from 'preact/hooks'

export interface Tab {
  readonly id: string
  readonly label: string
  /** Said after the label, such as "edited". */
  readonly note?: string | undefined
}

interface Props {
  readonly label: string
  readonly tabs: readonly Tab[]
  readonly selected: string
  /** The id of the panel that the tabs control. */
  readonly panelId: string
  readonly onSelect: (id: string) => void
}

const steps: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowRight: (index, count) => (index + 1) % count,
  ArrowLeft: (index, count) => (index - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
}

/** Tabs after the ARIA authoring practices: one stop for Tab, arrows between them. */
export function Tabs({ label, tabs, selected, panelId, onSelect }: Props) {
  const list = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (!step) return
    event.preventDefault()
    const index = step(
      tabs.findIndex(({ id }) => id === selected),
      tabs.length,
    )
    const next = tabs[index]
    if (next) onSelect(next.id)
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[index]?.focus()
  }
  // Scrolls the list and never the page, which `scrollIntoView` would.
  useEffect(() => {
    const tab = list.current?.querySelector<HTMLElement>('[aria-selected=true]')
    if (list.current && tab)
      list.current.scrollLeft = tab.offsetLeft - (list.current.clientWidth - tab.clientWidth) / 2
  }, [selected])
  return (
    <div class="sandbox-tabs" role="tablist" aria-label={label} ref={list} onKeyDown={onKeyDown}>
      {tabs.map(({ id, label: name, note }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={`${panelId}-tab-${id}`}
          aria-selected={id === selected}
          aria-controls={panelId}
          tabIndex={id === selected ? 0 : -1}
          onClick={() => onSelect(id)}
        >
          {name}
          {note && <span class="sandbox-note"> {note}</span>}
        </button>
      ))}
    </div>
  )
}

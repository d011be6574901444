import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { Tabs } from './Tabs.tsx'

export interface Panel {
  readonly id: string
  readonly label: string
  readonly content: ComponentChildren
}

interface Props {
  readonly id: string
  readonly panels: readonly Panel[]
  readonly selected: string
  readonly onSelect: (id: string) => void
}

/** Panels in tabs. One is made when it is first shown, and then keeps what the reader did in it. */
export function Panels({ id, panels, selected, onSelect }: Props) {
  const seen = useRef(new Set<string>())
  seen.current.add(selected)
  return (
    <div class="sandbox-panels">
      <Tabs label="Panels" tabs={panels} selected={selected} panelId={id} onSelect={onSelect} />
      <div class="sandbox-panel" role="tabpanel" id={id} aria-labelledby={`${id}-tab-${selected}`}>
        {panels
          .filter((panel) => seen.current.has(panel.id))
          .map((panel) => (
            <div key={panel.id} hidden={panel.id !== selected}>
              {panel.content}
            </div>
          ))}
      </div>
    </div>
  )
}

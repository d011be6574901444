import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import type { SourcePosition } from '../../sandbox/runtime.ts'
import { EditorPane } from './EditorPane.tsx'
import type { Example } from './example.ts'
import { Tabs } from './Tabs.tsx'

interface Props {
  readonly id: string
  readonly paths: readonly string[]
  readonly path: string
  readonly example: Example | undefined
  /** The reader's text of the file that is shown; undefined while it is as the example has it. */
  readonly edited: string | undefined
  readonly isEdited: (path: string) => boolean
  readonly isEditing: boolean
  /** Changes when the text is replaced from outside: a reset, or its undoing. */
  readonly revision: number
  readonly reveal: SourcePosition | undefined
  readonly onSelect: (path: string) => void
  /** The reader wants to edit the file that is shown, at this line, 1-based. */
  readonly onEdit: (line: number) => void
  readonly onChange: (text: string) => void
  /** The first file, in colours since the page was built. */
  readonly children: ComponentChildren
}

/** The files in tabs: text in colours until the reader edits, an editor from then on. */
export function FilesPane(props: Props) {
  const { id, paths, path, edited, isEditing, reveal, onSelect, onEdit, onChange } = props
  const panel = useRef<HTMLDivElement>(null)
  const file = props.example?.[path]
  const isOpen = isEditing && file !== undefined
  const tabs = paths.map((name) => ({
    id: name,
    label: name.replace('src/', ''),
    note: props.isEdited(name) ? 'edited' : undefined,
  }))
  const onKeyDown = ({ key, target, currentTarget }: { key: string } & Event) => {
    if (key === 'Enter' && !isOpen && target === currentTarget) onEdit(topLine(currentTarget))
  }
  const onClick = ({ clientY, currentTarget }: { clientY: number } & Event) => {
    // Whoever marks text to copy it does not want to edit.
    if (!isOpen && getSelection()?.isCollapsed) onEdit(lineAt(currentTarget, clientY))
  }
  return (
    <div class="sandbox-files">
      <div class="sandbox-bar">
        <Tabs label="Files" tabs={tabs} selected={path} panelId={id} onSelect={onSelect} />
        <button
          type="button"
          class="sandbox-quiet"
          onClick={() => onEdit(topLine(panel.current))}
          disabled={isOpen}
        >
          Edit
        </button>
      </div>
      <div
        class="sandbox-code"
        role="tabpanel"
        id={id}
        aria-labelledby={`${id}-tab-${path}`}
        tabIndex={isOpen ? -1 : 0}
        ref={panel}
        onKeyDown={onKeyDown}
        onClick={onClick}
      >
        {isOpen ? (
          <EditorPane
            key={`${path} ${props.revision}`}
            path={path}
            text={edited ?? file.text}
            reveal={reveal}
            onChange={onChange}
          />
        ) : (
          <Coloured edited={edited} html={file?.html} isFirst={path === paths[0]}>
            {props.children}
          </Coloured>
        )}
      </div>
    </div>
  )
}

interface ColouredProps {
  readonly edited: string | undefined
  readonly html: string | undefined
  readonly isFirst: boolean
  readonly children: ComponentChildren
}

/** The text to read. What the reader has edited is without colours until the editor opens. */
function Coloured({ edited, html, isFirst, children }: ColouredProps) {
  if (edited !== undefined) return <pre key="edited">{edited}</pre>
  if (isFirst) return <pre key="first">{children}</pre>
  if (html === undefined) return <p class="sandbox-hint">Loading …</p>
  // biome-ignore lint/security/noDangerouslySetInnerHtml: built by us from our own file, served by our own origin
  return <pre key="html" dangerouslySetInnerHTML={{ __html: html }} />
}

/** The line at a height of the window, from the text's own line height. */
function lineAt(panel: EventTarget | null, clientY: number): number {
  const text = panel instanceof Element ? panel.querySelector('pre') : null
  if (!text) return 1
  const { lineHeight, paddingTop } = getComputedStyle(text)
  const y = clientY - text.getBoundingClientRect().top - Number.parseFloat(paddingTop)
  return Math.max(1, Math.floor(y / Number.parseFloat(lineHeight)) + 1)
}

/** The first line that is in view. */
const topLine = (panel: EventTarget | null): number =>
  panel instanceof Element ? lineAt(panel, panel.getBoundingClientRect().top) : 1

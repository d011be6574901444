import type { ComponentChildren } from 'preact'
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
  readonly reveal: SourcePosition | undefined
  readonly onSelect: (path: string) => void
  readonly onEdit: () => void
  readonly onChange: (text: string) => void
  /** The first file, in colours since the page was built. */
  readonly children: ComponentChildren
}

/** The files in tabs: text in colours until the reader edits, an editor from then on. */
export function FilesPane(props: Props) {
  const { id, paths, path, example, edited, isEditing, onSelect, onEdit } = props
  const tabs = paths.map((name) => ({
    id: name,
    label: name.replace('src/', ''),
    note: props.isEdited(name) ? 'edited' : undefined,
  }))
  const file = example?.[path]
  const showsEditor = file && (isEditing || edited !== undefined)
  return (
    <div class="sandbox-files">
      <div class="sandbox-bar">
        <Tabs label="Files" tabs={tabs} selected={path} panelId={id} onSelect={onSelect} />
        <button type="button" class="sandbox-quiet" onClick={onEdit} disabled={isEditing}>
          Edit
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a panel that scrolls has to be reachable by keyboard */}
      <div class="sandbox-code" role="tabpanel" id={id} aria-labelledby={`${id}-tab-${path}`} tabIndex={0}>
        {showsEditor ? (
          <EditorPane
            path={path}
            text={edited ?? file.text}
            reveal={props.reveal}
            onChange={props.onChange}
          />
        ) : (
          <Coloured html={file?.html} isFirst={path === paths[0]}>
            {props.children}
          </Coloured>
        )}
      </div>
    </div>
  )
}

function Coloured({
  html,
  isFirst,
  children,
}: {
  html: string | undefined
  isFirst: boolean
  children: ComponentChildren
}) {
  if (isFirst) return <pre>{children}</pre>
  if (html === undefined) return <p class="sandbox-hint">Loading …</p>
  // biome-ignore lint/security/noDangerouslySetInnerHtml: built by us from our own file, served by our own origin
  return <pre dangerouslySetInnerHTML={{ __html: html }} />
}

import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { ExampleName } from '../../sandbox/example-files.ts'
import type { DispatchRequest, SourcePosition } from '../../sandbox/runtime.ts'
import type { RuntimeManifest } from '../../sandbox/worker/assets.ts'
import { useEdits } from './edits.ts'
import { type Example, loadExample, withEdits } from './example.ts'
import { FilesPane } from './FilesPane.tsx'
import { lazyPanel } from './lazy-panel.tsx'
import { OutputLog } from './OutputLog.tsx'
import { canStop, isBusy, statusText } from './status.ts'
import { Tabs } from './Tabs.tsx'
import { useRuntime } from './use-runtime.ts'

const RequestsPanel = lazyPanel(() => import('./RequestsPanel.tsx'))
const RedisPanel = lazyPanel(() => import('./RedisPanel.tsx'))

interface Props {
  readonly name: ExampleName
  readonly paths: readonly string[]
  readonly manifest: RuntimeManifest
  readonly children?: ComponentChildren
}

const panels = [
  { id: 'output', label: 'Output' },
  { id: 'requests', label: 'Requests' },
  { id: 'redis', label: 'Redis' },
]

/** One example with its files, its output, and a way to talk to it. */
export default function SandboxIsland({ name, paths, manifest, children }: Props) {
  const { runtime, state, lines, tokens, prepare, run, stop } = useRuntime(manifest)
  const { edits, canUndo, edit, reset, undoReset } = useEdits(name)
  const [example, setExample] = useState<Example>()
  const [path, setPath] = useState(paths[0] ?? '')
  const [panel, setPanel] = useState('output')
  const [isEditing, setEditing] = useState(Object.keys(edits).length > 0)
  const [reveal, setReveal] = useState<SourcePosition>()
  const [lastCost, setLastCost] = useState<number>()
  const [problem, setProblem] = useState<string>()

  const load = async () => {
    const loaded = await loadExample(name)
    setExample(loaded)
    return loaded
  }
  /** A hover, a focus or a touch: Run is likely to follow. */
  const onIntent = () =>
    void load().then(
      (loaded) => prepare(withEdits(loaded, edits)),
      () => {},
    )
  const onRun = async () => {
    setPanel('output')
    setProblem(undefined)
    try {
      await run(withEdits(await load(), edits))
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }
  const onReset = () => {
    reset()
    setEditing(false)
  }
  const openAt = (position: SourcePosition) => {
    void load()
    setPath(position.file)
    setEditing(true)
    setReveal(position)
  }
  const send = async (request: DispatchRequest) => {
    if (!runtime) throw new Error('Press Run first')
    const count = async () => (name === 'stateless' ? 0 : (await runtime.redis.inspect()).commandCount)
    const before = await count()
    const response = await runtime.dispatch(request)
    setLastCost((await count()) - before)
    return response
  }
  const isServing = state.phase === 'serving'

  return (
    <div class="sandbox-body" onPointerEnter={onIntent} onFocusIn={onIntent} onTouchStart={onIntent}>
      <div class="sandbox-controls">
        <button type="button" class="sandbox-button primary" onClick={onRun}>
          Run
        </button>
        <button type="button" class="sandbox-button" onClick={stop} disabled={!canStop(state)}>
          Stop
        </button>
        <button type="button" class="sandbox-button" onClick={onReset}>
          Reset
        </button>
        {canUndo && (
          <button type="button" class="sandbox-button" onClick={undoReset}>
            Undo reset
          </button>
        )}
        <p class={`sandbox-state ${isBusy(state) ? 'busy' : ''}`} role="status">
          {problem ?? statusText(state)}
        </p>
      </div>
      <FilesPane
        id={`${name}-file`}
        paths={paths}
        path={path}
        example={example}
        edited={edits[path]}
        isEdited={(file) => edits[file] !== undefined}
        isEditing={isEditing}
        reveal={reveal?.file === path ? reveal : undefined}
        onSelect={(next) => {
          void load()
          setPath(next)
        }}
        onEdit={() => {
          void load()
          setEditing(true)
        }}
        onChange={(text) => edit(path, text, example?.[path]?.text ?? '')}
      >
        {children}
      </FilesPane>
      <div class="sandbox-panels">
        <Tabs label="Panels" tabs={panels} selected={panel} panelId={`${name}-panel`} onSelect={setPanel} />
        <div
          class="sandbox-panel"
          role="tabpanel"
          id={`${name}-panel`}
          aria-labelledby={`${name}-panel-tab-${panel}`}
        >
          {panel === 'output' && <OutputLog lines={lines} onOpen={openAt} />}
          {panel === 'requests' && <RequestsPanel send={isServing ? send : undefined} tokens={tokens} />}
          {panel === 'redis' && name !== 'stateless' && (
            <RedisPanel redis={isServing ? runtime?.redis : undefined} lastCost={lastCost} />
          )}
          {panel === 'redis' && name === 'stateless' && (
            <p class="sandbox-hint">
              This strategy has no Redis: there is nothing to look into, and nothing that can be down.
            </p>
          )}
        </div>
      </div>
    </div>
  )
}

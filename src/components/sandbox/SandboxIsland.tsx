import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { ExampleName } from '../../sandbox/example-files.ts'
import type { SourcePosition } from '../../sandbox/runtime.ts'
import type { RuntimeManifest } from '../../sandbox/worker/assets.ts'
import { Controls } from './Controls.tsx'
import { FilesPane } from './FilesPane.tsx'
import { lazyPanel } from './lazy-panel.tsx'
import { OutputLog } from './OutputLog.tsx'
import { Panels } from './Panels.tsx'
import { useSandbox } from './use-sandbox.ts'

const RequestsPanel = lazyPanel(() => import('./RequestsPanel.tsx'))
const RedisPanel = lazyPanel(() => import('./RedisPanel.tsx'))

interface Props {
  readonly name: ExampleName
  readonly paths: readonly string[]
  readonly manifest: RuntimeManifest
  readonly children?: ComponentChildren
}

/** One example with its files, its output, and a way to talk to it. */
export default function SandboxIsland({ name, paths, manifest, children }: Props) {
  const sandbox = useSandbox(name, paths, manifest)
  const { files, lines, tokens, send, redis, lastCost, prepare } = sandbox
  const [panel, setPanel] = useState('output')
  const run = () => {
    setPanel('output')
    void sandbox.run()
  }
  const openAt = (position: SourcePosition) => files.open(position)
  const output = <OutputLog lines={lines} canOpen={files.canOpen} onOpen={openAt} />
  const redisPanel =
    name === 'stateless' ? (
      <p class="sandbox-hint">
        This strategy has no Redis: there is nothing to look into, and nothing that can be down.
      </p>
    ) : (
      <RedisPanel redis={redis} isShown={panel === 'redis'} lastCost={lastCost} />
    )

  return (
    <div class="sandbox-body" onPointerEnter={prepare} onFocusIn={prepare} onTouchStart={prepare}>
      <Controls
        {...sandbox}
        canUndo={files.canUndo}
        run={run}
        reset={files.reset}
        undoReset={files.undoReset}
      />
      <FilesPane
        id={`${name}-file`}
        paths={paths}
        path={files.path}
        example={files.example}
        edited={files.edits[files.path]}
        isEdited={(path) => files.edits[path] !== undefined}
        isEditing={files.isEditing}
        revision={files.revision}
        reveal={files.reveal}
        onSelect={files.select}
        onEdit={(line) => openAt({ file: files.path, line, column: 1 })}
        onChange={files.change}
      >
        {children}
      </FilesPane>
      <Panels
        id={`${name}-panel`}
        selected={panel}
        onSelect={setPanel}
        panels={[
          { id: 'output', label: 'Output', content: output },
          { id: 'requests', label: 'Requests', content: <RequestsPanel send={send} tokens={tokens} /> },
          { id: 'redis', label: 'Redis', content: redisPanel },
        ]}
      />
    </div>
  )
}

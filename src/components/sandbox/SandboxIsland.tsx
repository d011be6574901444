import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { ExampleName } from '../../sandbox/example-files.ts'
import type { SourcePosition } from '../../sandbox/runtime.ts'
import { ContainerSteps } from './ContainerSteps.tsx'
import { Controls } from './Controls.tsx'
import { FilesPane } from './FilesPane.tsx'
import { lazyPanel } from './lazy-panel.tsx'
import { OutputLog } from './OutputLog.tsx'
import { Panels } from './Panels.tsx'
import type { SandboxSettings } from './settings.ts'
import { useSandbox } from './use-sandbox.ts'

const RequestsPanel = lazyPanel(() => import('./RequestsPanel.tsx'))
const RedisPanel = lazyPanel(() => import('./RedisPanel.tsx'))
const PreviewPanel = lazyPanel(() => import('./PreviewPanel.tsx'))
const TerminalPanel = lazyPanel(() => import('./TerminalPanel.tsx'))

interface Props {
  readonly name: ExampleName
  readonly paths: readonly string[]
  readonly settings: SandboxSettings
  readonly children?: ComponentChildren
}

/** One example with its files, its output, and a way to talk to it. */
export default function SandboxIsland({ name, paths, settings, children }: Props) {
  const sandbox = useSandbox(name, paths, settings)
  const { files, lines, tokens, send, redis, lastCost, prepare } = sandbox
  const [panel, setPanel] = useState('output')
  const run = () => {
    setPanel('output')
    void sandbox.run()
  }
  const openAt = (position: SourcePosition) => files.open(position)
  const serverChoice =
    sandbox.active === 'webcontainer'
      ? { isServer: sandbox.usesRedisServer, choose: sandbox.useRedisServer }
      : undefined
  const output = <OutputLog lines={lines} canOpen={files.canOpen} onOpen={openAt} />
  const redisPanel =
    name === 'stateless' ? (
      <p class="sandbox-hint">
        This strategy has no Redis: there is nothing to look into, and nothing that can be down.
      </p>
    ) : (
      <RedisPanel redis={redis} serverChoice={serverChoice} isShown={panel === 'redis'} lastCost={lastCost} />
    )
  const preview = (
    <PreviewPanel servers={sandbox.servers} hint={sandbox.openShell ? nothingServes : needsContainer} />
  )
  const terminal = (
    <TerminalPanel
      openShell={sandbox.openShell}
      hint={needsContainer}
      frameUrl={`/runtime/${settings.manifest.terminal}`}
    />
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
      {sandbox.preference !== 'in-page' && (
        <ContainerSteps container={sandbox.container} retry={sandbox.retryContainer} />
      )}
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
          { id: 'preview', label: 'Preview', content: preview },
          { id: 'terminal', label: 'Terminal', content: terminal },
        ]}
      />
    </div>
  )
}

const needsContainer =
  'This needs a WebContainer. Run starts one, or choose it under Runtime; above is how far it is.'
const nothingServes = 'No server is up in the container. Press Run, and its servers appear here.'

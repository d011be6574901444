import { FitAddon } from '@xterm/addon-fit'
import { Terminal } from '@xterm/xterm'
import type { FromTerminal, TerminalSettings, ToTerminal } from './protocol.ts'

// Runs in a frame of its own, for xterm writes style elements, which the pages' policy rightly forbids.

addEventListener(
  'message',
  ({ data, ports: [port] }: MessageEvent<TerminalSettings>) => port && serve(data, port),
  { once: true },
)

function serve(settings: TerminalSettings, page: MessagePort): void {
  const tell = (message: FromTerminal) => page.postMessage(message)
  const terminal = new Terminal({ fontSize: 12, fontFamily: 'ui-monospace, Menlo, Consolas, monospace' })
  const fit = new FitAddon()
  const box = document.querySelector('main') ?? document.body
  terminal.loadAddon(fit)
  apply(terminal, settings)
  terminal.open(box)
  fit.fit()
  terminal.onData((text) => tell({ type: 'input', text }))
  terminal.onResize((size) => tell({ type: 'resize', size }))
  terminal.attachCustomKeyEventHandler(keyFilter(terminal))
  // A frame that is hidden has no size to fit.
  new ResizeObserver(() => box.clientHeight > 0 && fit.fit()).observe(box)
  page.onmessage = ({ data }: MessageEvent<ToTerminal>) => {
    if (data.type === 'write') terminal.write(data.text)
    else if (data.type === 'settings') apply(terminal, data.settings)
    else if (data.type === 'clear') terminal.reset()
    else terminal.focus()
  }
  tell({ type: 'ready', size: { cols: terminal.cols, rows: terminal.rows } })
}

function apply(terminal: Terminal, { theme, screenReaderMode }: TerminalSettings): void {
  terminal.options.theme = theme
  terminal.options.screenReaderMode = screenReaderMode
  document.body.style.background = theme.background
}

/** What is left to the browser: copying what is selected, and Tab after Escape, the way out by keyboard. */
function keyFilter(terminal: Terminal): (event: KeyboardEvent) => boolean {
  let hasEscaped = false
  return ({ type, key, ctrlKey, metaKey }) => {
    if (type !== 'keydown') return true
    const isCopy = (ctrlKey || metaKey) && key.toLowerCase() === 'c' && terminal.hasSelection()
    const isLeaving = hasEscaped && key === 'Tab'
    hasEscaped = key === 'Escape' || (hasEscaped && key === 'Shift')
    return !isCopy && !isLeaving
  }
}

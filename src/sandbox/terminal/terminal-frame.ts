import { frameFault } from '../frame-fault.ts'
import { SandboxError } from '../runtime.ts'
import type { TerminalSize } from '../shell.ts'
import type { FromTerminal, TerminalSettings, ToTerminal } from './protocol.ts'

const loadTimeoutMs = 10_000

/** A terminal in a frame of its own, with no way to the page but this. */
export class TerminalFrame {
  readonly #frame: HTMLIFrameElement
  readonly #port: MessagePort
  #size: TerminalSize = { cols: 80, rows: 24 }
  onInput: (text: string) => void = () => {}
  onResize: (size: TerminalSize) => void = () => {}

  private constructor(frame: HTMLIFrameElement, port: MessagePort) {
    this.#frame = frame
    this.#port = port
  }

  /** @throws SandboxError `load_failed` when the frame does not answer within ten seconds */
  static async open(parent: HTMLElement, url: string, settings: TerminalSettings): Promise<TerminalFrame> {
    const frame = document.createElement('iframe')
    frame.sandbox.add('allow-scripts')
    frame.title = 'Terminal'
    frame.src = url
    const { port1, port2 } = new MessageChannel()
    const terminal = new TerminalFrame(frame, port1)
    frame.onload = () => frame.contentWindow?.postMessage(settings, '*', [port2])
    parent.append(frame)
    if (await terminal.#isReady()) return terminal
    terminal.close()
    throw new SandboxError('load_failed', `The terminal did not load. ${await frameFault(url)}`)
  }

  get size(): TerminalSize {
    return this.#size
  }

  write(text: string): void {
    this.#tell({ type: 'write', text })
  }

  apply(settings: TerminalSettings): void {
    this.#tell({ type: 'settings', settings })
  }

  /** Empties it for another shell. */
  clear(): void {
    this.#tell({ type: 'clear' })
  }

  focus(): void {
    this.#frame.focus()
    this.#tell({ type: 'focus' })
  }

  close(): void {
    this.#port.close()
    this.#frame.remove()
  }

  #isReady(): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), loadTimeoutMs)
      this.#port.onmessage = ({ data }: MessageEvent<FromTerminal>) => {
        if (data.type === 'input') {
          this.onInput(data.text)
          return
        }
        this.#size = data.size
        if (data.type === 'resize') return this.onResize(data.size)
        clearTimeout(timer)
        resolve(true)
      }
    })
  }

  #tell(message: ToTerminal): void {
    this.#port.postMessage(message)
  }
}

import { SandboxError } from '../runtime.ts'
import type { FromWorker, ToWorker } from './protocol.ts'

const loadTimeoutMs = 10_000
const signTimeoutMs = 1_000

interface FrameSign {
  readonly type: 'frame-alive'
}

/** A frame of an opaque origin with one worker in it: no storage, no network, no way to the page. */
export class FrameHost {
  readonly #frame: HTMLIFrameElement
  readonly #port: MessagePort
  #onSign: (() => void) | undefined

  private constructor(frame: HTMLIFrameElement, port: MessagePort) {
    this.#frame = frame
    this.#port = port
  }

  /** @throws SandboxError `load_failed` */
  static async open(url: string): Promise<FrameHost> {
    const frame = document.createElement('iframe')
    frame.sandbox.add('allow-scripts')
    frame.hidden = true
    frame.title = 'Sandbox'
    frame.src = url
    const { port1, port2 } = new MessageChannel()
    await loaded(frame)
    frame.contentWindow?.postMessage(null, '*', [port2])
    return new FrameHost(frame, port1)
  }

  onMessage(listener: (message: FromWorker) => void): void {
    this.#port.onmessage = ({ data }: MessageEvent<FromWorker | FrameSign>) => {
      if (data.type === 'frame-alive') this.#onSign?.()
      else listener(data)
    }
  }

  /** Whether the frame's own thread answers, within a second. It is never busy. */
  isAlive(): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), signTimeoutMs)
      this.#onSign = () => {
        clearTimeout(timer)
        resolve(true)
      }
      this.#port.postMessage({ type: 'are-you-alive' })
    })
  }

  startWorker(program: string): void {
    this.#port.postMessage({ type: 'start', program })
  }

  post(message: ToWorker): void {
    this.#port.postMessage(message)
  }

  endWorker(): void {
    this.#port.postMessage({ type: 'end' })
  }

  close(): void {
    this.endWorker()
    this.#port.close()
    this.#frame.remove()
  }
}

/** A frame that is blocked fires `load` as well, so its silence afterwards is noticed by whoever waits for the worker. */
function loaded(frame: HTMLIFrameElement): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      frame.remove()
      reject(new SandboxError('load_failed', 'The sandbox frame did not load. An extension may block it'))
    }, loadTimeoutMs)
    frame.onload = () => {
      clearTimeout(timer)
      resolve()
    }
    document.body.append(frame)
  })
}

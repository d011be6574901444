import { frameFault } from '../frame-fault.ts'
import { SandboxError } from '../runtime.ts'
import type { FromWorker, ToWorker } from './protocol.ts'

const loadTimeoutMs = 10_000
const answerLimitMs = 10_000

/** A worker in the frame. */
export interface WorkerLink {
  onMessage(listener: (message: FromWorker) => void): void
  post(message: ToWorker): void
  /** Ends the worker, however busy it is. */
  end(): void
}

/** A frame of an opaque origin for workers: no storage, no network, no way to the page. */
export class FrameHost {
  readonly #frame: HTMLIFrameElement
  readonly #port: MessagePort

  private constructor(frame: HTMLIFrameElement, port: MessagePort) {
    this.#frame = frame
    this.#port = port
    port.start()
  }

  /** @throws SandboxError `load_failed` */
  static async open(url: string): Promise<FrameHost> {
    const frame = document.createElement('iframe')
    frame.sandbox.add('allow-scripts')
    frame.title = 'Sandbox'
    hideInSight(frame)
    frame.src = url
    const { port1, port2 } = new MessageChannel()
    const host = new FrameHost(frame, port1)
    if (await loaded(frame)) {
      frame.contentWindow?.postMessage(null, '*', [port2])
      // A frame that was blocked has fired `load` as well. Ours answers.
      if (await host.isAlive()) return host
    }
    host.close()
    throw new SandboxError('load_failed', `The sandbox frame did not load. ${await frameFault(url)}`)
  }

  startWorker(program: string): WorkerLink {
    const { port1, port2 } = new MessageChannel()
    this.#port.postMessage({ type: 'start', program }, [port2])
    return {
      onMessage(listener) {
        port1.onmessage = ({ data }: MessageEvent<FromWorker>) => listener(data)
      },
      post: (message) => port1.postMessage(message),
      end: () => port1.postMessage({ type: 'end' }),
    }
  }

  /** Whether the frame's own thread answers within ten seconds. It is never busy, but the machine may be. */
  isAlive(): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), answerLimitMs)
      this.#port.onmessage = () => {
        clearTimeout(timer)
        resolve(true)
      }
      this.#port.postMessage({ type: 'are-you-alive' })
    })
  }

  /** Workers end with their frame. */
  close(): void {
    this.#port.close()
    this.#frame.remove()
  }
}

/** A browser gives the process of a frame that nobody can see less of the machine. So nobody notices it, but it is there. */
function hideInSight(frame: HTMLIFrameElement): void {
  frame.ariaHidden = 'true'
  frame.tabIndex = -1
  Object.assign(frame.style, {
    position: 'fixed',
    inset: '0 auto auto 0',
    width: '1px',
    height: '1px',
    border: '0',
    opacity: '0',
    pointerEvents: 'none',
  })
}

/** Whether something has loaded in it within ten seconds. */
function loaded(frame: HTMLIFrameElement): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), loadTimeoutMs)
    frame.onload = () => {
      clearTimeout(timer)
      resolve(true)
    }
    document.body.append(frame)
  })
}

import { ContainerError } from './problems.ts'

// The client says nothing of its hidden frame while it boots. This watches the frame from outside.

const patienceMs = 3_000

/** Where the frame comes from: the client's own default, or what its global names. */
const hostOrigin = () =>
  new URL(
    (globalThis as { WEBCONTAINER_API_IFRAME_URL?: string }).WEBCONTAINER_API_IFRAME_URL ??
      'https://stackblitz.com',
  ).origin

/** Listens for the frame's first sign of life. Make one before the client boots. */
export class HostWatch {
  #hasSpoken = false
  readonly #spoken = Promise.withResolvers<void>()

  constructor() {
    addEventListener('message', ({ origin, data }) => {
      if (origin !== hostOrigin() || data?.type !== 'init') return
      this.#hasSpoken = true
      this.#spoken.resolve()
    })
  }

  get hasSpoken(): boolean {
    return this.#hasSpoken
  }

  /**
   * Resolves with the frame's first word. A host that a plain request cannot reach either is given up early.
   *
   * @throws ContainerError `host_unreachable`
   */
  async reached(): Promise<void> {
    if (!this.#hasSpoken) await Promise.race([this.#spoken.promise, unreachable(this.#spoken.promise)])
  }

  /**
   * Loads a frame again that has never spoken: the pending boot then completes, if what was in the way is gone.
   * One that has spoken is left alone, since the client would wait for the old one for ever.
   */
  reload(): void {
    const frame = document.querySelector<HTMLIFrameElement>(`iframe[src^="${hostOrigin()}/headless"]`)
    if (frame && !this.#hasSpoken) frame.src = String(frame.src)
  }
}

/** Rejects when the host cannot be reached, and never resolves. */
async function unreachable(spoken: Promise<void>): Promise<never> {
  // Opaque by `no-cors`: whether anything came is all there is to learn.
  const isReachable = await fetch(`${hostOrigin()}/headless`, {
    mode: 'no-cors',
    credentials: 'omit',
    cache: 'no-store',
  }).then(
    () => true,
    () => false,
  )
  if (isReachable) return new Promise(() => {})
  // A response that may be framed need not be one that may be fetched, so the frame has the last word.
  await Promise.race([spoken, new Promise((resolve) => setTimeout(resolve, patienceMs))])
  throw new ContainerError('host_unreachable')
}

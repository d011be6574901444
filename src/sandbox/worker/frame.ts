// Runs in the frame, between the page and the program's worker. The frame's own thread runs no code of the reader's,
// so however busy a program is, the frame can end it.

/** The page to the frame, over the port it sent along. The rest goes through to the worker. */
type Command =
  | { readonly type: 'start'; readonly program: string }
  | { readonly type: 'end' }
  | { readonly type: 'are-you-alive' }

addEventListener('message', ({ ports: [port] }) => port && serve(port), { once: true })

function serve(port: MessagePort): void {
  let worker: Worker | undefined
  port.onmessage = ({ data }: MessageEvent<Command>) => {
    if (data.type === 'start') worker = start(data.program, port)
    else if (data.type === 'end') worker?.terminate()
    else if (data.type === 'are-you-alive') port.postMessage({ type: 'frame-alive' })
    else worker?.postMessage(data)
  }
}

function start(program: string, port: MessagePort): Worker {
  // A `data:` module worker: the only kind that works in a frame of an opaque origin in all three engines.
  const worker = new Worker(program, { type: 'module' })
  worker.onmessage = ({ data }) => port.postMessage(data)
  worker.onerror = (event) => {
    event.preventDefault()
    port.postMessage({
      type: 'failed',
      error: { code: 'load_failed', message: event.message || 'The worker did not start' },
    })
  }
  return worker
}

// Runs in the frame, between the page and the programs' workers. The frame's own thread runs no code of the
// reader's, so however busy a program is, the frame can end it.

/** The page to the frame. A worker's own messages travel over the port that comes along with `start`. */
type Command = { readonly type: 'start'; readonly program: string } | { readonly type: 'are-you-alive' }

addEventListener('message', ({ ports: [port] }) => port && serve(port), { once: true })

function serve(page: MessagePort): void {
  page.onmessage = ({ data, ports: [port] }: MessageEvent<Command>) => {
    if (data.type === 'start' && port) connect(start(data.program, port), port)
    else page.postMessage({ type: 'frame-alive' })
  }
}

function start(program: string, port: MessagePort): Worker {
  // A `data:` module worker: the only kind that works in a frame of an opaque origin in all three engines.
  const worker = new Worker(program, { type: 'module' })
  worker.onerror = (event) => {
    event.preventDefault()
    port.postMessage({
      type: 'failed',
      error: { code: 'load_failed', message: event.message || 'The worker did not start' },
    })
  }
  return worker
}

function connect(worker: Worker, port: MessagePort): void {
  worker.onmessage = ({ data }) => port.postMessage(data)
  port.onmessage = ({ data }) => {
    if (data.type === 'end') worker.terminate()
    else worker.postMessage(data)
  }
}

/**
 * Ways out of the worker that the frame's policy does not close everywhere: storage (WebKit opens its caches to an
 * opaque origin), workers that nobody watches, and messages that look like ours.
 */
const withheld = [
  ...['caches', 'indexedDB', 'Worker', 'SharedWorker', 'BroadcastChannel', 'importScripts'],
  ...['postMessage', 'close'],
]

/** Takes from the program what it must not have. What a worker inherits is taken from where it is defined. */
export function confine(): void {
  for (let owner: object | null = globalThis; owner; owner = Object.getPrototypeOf(owner)) {
    for (const name of withheld) Reflect.deleteProperty(owner, name)
  }
}

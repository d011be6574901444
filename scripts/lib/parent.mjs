const checkEveryMs = 500

/**
 * Ends this process as SIGTERM does once its parent has gone. A killed npm ends its shell, but not what runs in it:
 * the server would stay and keep its port.
 */
export function endWithParent() {
  const parent = process.ppid
  const check = () => process.ppid !== parent && process.kill(process.pid, 'SIGTERM')
  setInterval(check, checkEveryMs).unref()
}

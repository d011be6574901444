const cleanups = new Set<() => void>()

/**
 * Runs it when this process ends, for the sake of tests that were cut short and have stopped nothing.
 * @returns call it off
 */
export function asLastResort(cleanUp: () => void): () => void {
  cleanups.add(cleanUp)
  return () => void cleanups.delete(cleanUp)
}

/** The last first: servers go before the folders they write to. */
function cleanUpAll(): void {
  const latestFirst = [...cleanups].reverse()
  cleanups.clear()
  for (const cleanUp of latestFirst) cleanUp()
}

process.once('exit', cleanUpAll)

// So the test runner ends its workers, and then there is no 'exit'.
process.once('SIGTERM', () => {
  cleanUpAll()
  process.kill(process.pid, 'SIGTERM')
})

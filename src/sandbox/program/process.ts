/** As much of Node's `process` as the packages and a starter's code outside its entry file ask for. */
export function installProcess(env: Readonly<Record<string, string>>, entry: string): void {
  const nothing = () => process
  const process = {
    env: { ...env },
    argv: ['node', entry],
    platform: 'browser',
    version: 'v24.0.0',
    // Without a `node` member here: some packages would take its presence for the real Node.
    versions: {},
    cwd: () => '/',
    nextTick: (run: (...values: unknown[]) => void, ...values: unknown[]) =>
      queueMicrotask(() => run(...values)),
    hrtime: () => {
      const nowMs = performance.now()
      return [Math.floor(nowMs / 1000), Math.floor((nowMs % 1000) * 1e6)]
    },
    emitWarning: nothing,
    on: nothing,
    once: nothing,
    off: nothing,
  }
  Object.assign(globalThis, { process, global: globalThis })
}

/** Thrown by `process.exit`, so that nothing behind it runs until the page has ended the worker. */
export class ExitSignal extends Error {}

/**
 * As much of Node's `process` as the packages and a starter's code outside its entry file ask for. No entry file is
 * named in `argv`: nothing here was started by a command of its own.
 */
export function installProcess(
  env: Readonly<Record<string, string>>,
  onExit: (exitCode: number) => void = () => {},
): void {
  const nothing = () => globalThis.process
  const process = {
    env: { ...env },
    argv: ['node'],
    exitCode: undefined,
    exit(exitCode = currentExitCode()): never {
      onExit(exitCode)
      throw new ExitSignal()
    },
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

/** What the program has set `process.exitCode` to, else 0. */
export const currentExitCode = (): number => Number(process.exitCode ?? 0)

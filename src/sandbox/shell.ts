/** A shell in the container, with a terminal around it. */
export interface Shell {
  readonly output: ReadableStream<string>
  write(text: string): void
  resize(size: TerminalSize): void
  /** Resolves with the exit code. */
  readonly exit: Promise<number>
  kill(): void
}

/** In characters. */
export interface TerminalSize {
  readonly cols: number
  readonly rows: number
}

/** Opens a shell in the folder of an example. */
export type OpenShell = (size: TerminalSize) => Promise<Shell>

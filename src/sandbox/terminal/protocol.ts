import type { TerminalSize } from '../shell.ts'

/** Colours as CSS writes them. */
export interface TerminalTheme {
  readonly background: string
  readonly foreground: string
  readonly cursor: string
  readonly selectionBackground: string
  readonly selectionForeground: string
}

export interface TerminalSettings {
  readonly theme: TerminalTheme
  /** Keeps a list of the lines that a screen reader reads from. */
  readonly screenReaderMode: boolean
}

/** The page to the frame. The first message is the settings, with the port for all that follows. */
export type ToTerminal =
  | { readonly type: 'write'; readonly text: string }
  | { readonly type: 'settings'; readonly settings: TerminalSettings }
  | { readonly type: 'focus' }
  | { readonly type: 'clear' }

export type FromTerminal =
  | { readonly type: 'ready'; readonly size: TerminalSize }
  | { readonly type: 'input'; readonly text: string }
  | { readonly type: 'resize'; readonly size: TerminalSize }

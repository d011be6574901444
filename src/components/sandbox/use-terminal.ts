import type { RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { OpenShell, Shell } from '../../sandbox/shell.ts'
import type { TerminalSettings, TerminalTheme } from '../../sandbox/terminal/protocol.ts'
import { TerminalFrame } from '../../sandbox/terminal/terminal-frame.ts'

interface Options {
  readonly openShell: OpenShell
  readonly frameUrl: string
  readonly screenReaderMode: boolean
}

/** A terminal in `box` with a shell behind it, both gone when the panel goes. */
export function useTerminal(box: RefObject<HTMLElement>, { openShell, frameUrl, screenReaderMode }: Options) {
  const terminal = useRef<TerminalFrame>()
  const shell = useRef<Shell>()
  const [ending, setEnding] = useState<string>()

  const connect = async (to: TerminalFrame) => {
    setEnding(undefined)
    try {
      shell.current = await openShell(to.size)
      setEnding(`The shell ended with exit code ${await converse(to, shell.current)}.`)
    } catch {
      setEnding('The shell did not start.')
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once; settings are applied below
  useEffect(() => {
    const parent = box.current
    if (!parent) return
    TerminalFrame.open(parent, frameUrl, settingsOf(parent, screenReaderMode)).then(
      (opened) => {
        terminal.current = opened
        void connect(opened)
      },
      (error) => setEnding(String(error.message)),
    )
    return () => {
      shell.current?.kill()
      terminal.current?.close()
    }
  }, [])
  useEffect(() => {
    const apply = () => box.current && terminal.current?.apply(settingsOf(box.current, screenReaderMode))
    apply()
    const observer = new MutationObserver(apply)
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    return () => observer.disconnect()
  }, [screenReaderMode, box])

  return {
    /** How the shell ended; undefined while it runs. */
    ending,
    restart() {
      if (!terminal.current) return
      terminal.current.clear()
      terminal.current.focus()
      void connect(terminal.current)
    },
  }
}

/** Resolves with the shell's exit code. */
async function converse(terminal: TerminalFrame, shell: Shell): Promise<number> {
  terminal.onInput = (text) => shell.write(text)
  terminal.onResize = (size) => shell.resize(size)
  void shell.output.pipeTo(new WritableStream({ write: (text) => terminal.write(text) })).catch(() => {})
  return shell.exit
}

const settingsOf = (element: HTMLElement, screenReaderMode: boolean): TerminalSettings => ({
  theme: themeOf(element),
  screenReaderMode,
})

/** The page's own colours, light or dark as they are now. */
function themeOf(element: HTMLElement): TerminalTheme {
  const { backgroundColor, color, accentColor } = getComputedStyle(element)
  return {
    background: backgroundColor,
    foreground: color,
    cursor: accentColor,
    selectionBackground: accentColor,
    selectionForeground: backgroundColor,
  }
}

import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { javascript } from '@codemirror/lang-javascript'
import { bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { EditorState } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'

export interface Editor {
  /** Puts the cursor there, 1-based, and shows it. */
  reveal(line: number, column: number): void
  destroy(): void
}

interface EditorOptions {
  readonly text: string
  readonly label: string
  readonly onChange: (text: string) => void
}

/** Colours come from the page's variables, so light and dark need no second theme. */
const theme = EditorView.theme({
  '&': { backgroundColor: 'transparent', color: 'var(--ink)', height: '100%', fontSize: '0.8125rem' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.65' },
  '.cm-content': { padding: '0.75rem 0' },
  '.cm-line': { padding: '0 1rem 0 0.5rem' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--ink-quiet)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--accent-tint)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--line-strong) !important',
  },
  '.tok-keyword': { color: 'var(--tok-keyword)' },
  '.tok-string, .tok-string2': { color: 'var(--tok-string)' },
  '.tok-number, .tok-bool': { color: 'var(--tok-constant)' },
  '.tok-comment': { color: 'var(--tok-comment)', fontStyle: 'italic' },
  '.tok-typeName, .tok-className': { color: 'var(--tok-function)' },
})

/** An editor inside a shadow root, where its styles need no leave from the page's policy. */
export function createEditor(host: HTMLElement, { text, label, onChange }: EditorOptions): Editor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  root.replaceChildren()
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        highlightActiveLine(),
        javascript({ typescript: true }),
        syntaxHighlighting(classHighlighter),
        keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
        EditorView.domEventHandlers({ beforeinput: replaceSelection }),
        EditorView.updateListener.of((update) => update.docChanged && onChange(update.state.doc.toString())),
        theme,
      ],
    }),
  })
  return {
    reveal(line, column) {
      const { from, length } = view.state.doc.line(Math.min(line, view.state.doc.lines))
      const position = from + Math.min(column - 1, length)
      view.dispatch({
        selection: { anchor: position },
        effects: EditorView.scrollIntoView(position, { y: 'center' }),
      })
      view.focus()
    },
    destroy: () => view.destroy(),
  }
}

/**
 * Types over what is selected without the browser: Chromium would keep the looks of the text that goes in a style
 * attribute, which the page's policy forbids, and say so in the console each time.
 *
 * @returns whether the browser has nothing left to do
 */
function replaceSelection({ inputType, data, isComposing }: InputEvent, view: EditorView): boolean {
  if (inputType !== 'insertText' || !data || isComposing || view.state.selection.main.empty) return false
  view.dispatch(view.state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true })
  return true
}

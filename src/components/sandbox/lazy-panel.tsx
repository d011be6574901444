import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** A panel that is loaded when it is first shown. */
export function lazyPanel<Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>) {
  let loaded: ComponentType<Props> | undefined
  return function LazyPanel(props: Props) {
    const [Panel, setPanel] = useState(() => loaded)
    const [text, setText] = useState('Loading …')
    useEffect(() => {
      load().then(
        ({ default: component }) => {
          loaded = component
          setPanel(() => component)
        },
        () => setText('This panel did not load. Check the connection and reload the page.'),
      )
    }, [])
    return Panel ? <Panel {...props} /> : <p class="sandbox-hint">{text}</p>
  }
}

import type { ExampleName } from '../example-files.ts'
import { Container, type ContainerOptions } from './container.ts'
import { WebContainerRuntime } from './webcontainer-runtime.ts'
import { Workplace } from './workplace.ts'

// A page can have one WebContainer, so all its sandboxes share it.

let container: Container | undefined
let places = 0

/** A sandbox's share: a folder and ports in the one container, which the first to ask makes. */
export function joinContainer(example: ExampleName, options: ContainerOptions) {
  container ??= new Container(options)
  const workplace = new Workplace(container, example, places)
  places += 1
  return { container, workplace, runtime: new WebContainerRuntime(container, workplace) }
}

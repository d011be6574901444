/** Why a WebContainer cannot be used, now or here. Stable names; the words for the reader are in `problemTexts`. */
export type ContainerProblem =
  | 'not_isolated'
  | 'unsupported_browser'
  | 'ios_memory'
  | 'offline'
  | 'no_key'
  | 'host_unreachable'
  | 'host_silent'
  | 'boot_slow'
  | 'boot_failed'
  | 'mount_failed'
  | 'start_failed'
  | 'container_lost'

/** What stands in the way and what the reader can do about it. Each reads on from "WebContainer is not used: ". */
export const problemTexts: Readonly<Record<ContainerProblem, string>> = {
  not_isolated:
    'this site is served without the two headers that isolate a page (COOP and COEP), which it needs. Some hosts cannot send them',
  unsupported_browser:
    'this browser is not known to run it well; Chrome and Edge on a computer are. You can still choose it',
  ios_memory: 'an iPhone or iPad often has too little memory for it. You can still choose it',
  offline: 'you are offline. It is loaded from stackblitz.com. Connect, then try again',
  no_key:
    'this site has no WebContainer API key, which a public address needs. Who runs it sets PUBLIC_WEBCONTAINER_API_KEY',
  host_unreachable:
    'stackblitz.com could not be reached. A network, an extension or the browser’s shield blocks it. Allow it, then try again',
  host_silent:
    'stackblitz.com did not start it in time. It may block this site (key or address not allowed), or the browser blocks third-party storage. Allow that for stackblitz.com, then try again',
  boot_slow: 'it takes longer than the limit to boot. It goes on in the background; the next Run looks again',
  boot_failed: 'it refused to boot. Close other tabs that run one, then try again',
  mount_failed: 'the files could not be put into it. Check the connection, then try again',
  start_failed: 'Node did not start in it. Try again',
  container_lost: 'it stopped answering. Try again; if that does not help, reload the page',
}

export class ContainerError extends Error {
  override readonly name = 'ContainerError'
  readonly problem: ContainerProblem

  constructor(problem: ContainerProblem, cause?: unknown) {
    super(problemTexts[problem], { cause })
    this.problem = problem
  }
}

import type { RedisControls, RuntimeName, RuntimeState } from '../../sandbox/runtime.ts'
import type { ContainerView, Runtimes } from '../../sandbox/runtimes.ts'
import type { OpenShell } from '../../sandbox/shell.ts'

/** What a sandbox shows of its runtimes. */
export interface RuntimesView {
  /** The runtime of the last Run. */
  readonly active: RuntimeName
  readonly state: RuntimeState
  readonly container: ContainerView
  readonly redis: RedisControls | undefined
  /** Whether the next run in the container has a Redis server beside it. */
  readonly usesRedisServer: boolean
  /** Undefined while there is no container. */
  readonly openShell: OpenShell | undefined
  /** Addresses of the HTTP servers in the container, by port. */
  readonly servers: ReadonlyMap<number, string>
}

const none: RuntimesView = {
  active: 'in-page',
  state: { phase: 'idle' },
  container: { phase: 'idle', steps: [] },
  redis: undefined,
  usesRedisServer: false,
  openShell: undefined,
  servers: new Map(),
}

export function viewOf(runtimes: Runtimes | undefined): RuntimesView {
  if (!runtimes) return none
  const { active, container, share } = runtimes
  const isUp = container.phase === 'ready'
  return {
    ...none,
    ...(active && { active: active.name, state: active.state, redis: active.redis }),
    container,
    usesRedisServer: share?.runtime.usesRedisServer ?? false,
    openShell: isUp ? share?.workplace.openShell : undefined,
    servers: isUp && share ? share.workplace.servers() : none.servers,
  }
}

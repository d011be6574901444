/** From nothing to a running server, in this order. The first three are made once a page. */
export type StepName = 'reach' | 'boot' | 'mount' | 'start' | 'ready'

export interface Step {
  readonly name: StepName
  readonly status: 'idle' | 'running' | 'done' | 'failed'
  /** How long it took. Absent until it is over. */
  readonly durationMs?: number
}

/** Keeps account of some steps and tells whoever listens. */
export class Steps {
  #list: readonly Step[]
  readonly #onChange: () => void

  constructor(names: readonly StepName[], onChange: () => void) {
    this.#list = names.map((name) => ({ name, status: 'idle' }))
    this.#onChange = onChange
  }

  get list(): readonly Step[] {
    return this.#list
  }

  /** Does a step. What is known to be done is not timed again. */
  async run<T>(name: StepName, work: () => Promise<T>): Promise<T> {
    const isDone = this.#list.some((step) => step.name === name && step.status === 'done')
    if (isDone) return work()
    const startedAtMs = performance.now()
    const end = (status: 'done' | 'failed') =>
      this.#set({ name, status, durationMs: performance.now() - startedAtMs })
    this.#set({ name, status: 'running' })
    try {
      const result = await work()
      end('done')
      return result
    } catch (error) {
      end('failed')
      throw error
    }
  }

  reset(): void {
    this.#list = this.#list.map(({ name }) => ({ name, status: 'idle' }))
    this.#onChange()
  }

  #set(changed: Step): void {
    this.#list = this.#list.map((step) => (step.name === changed.name ? changed : step))
    this.#onChange()
  }
}

import { meterAllocators } from './allocators.ts'
import { Meter } from './meter.ts'

export { instrument } from './instrument.ts'

/** Counts what instrumented files ask for from now on, and what is allocated in one go. */
export function install(onExceeded: () => never): void {
  const meter = new Meter({ onExceeded })
  Object.assign(globalThis, { __meter: meter })
  meterAllocators(meter)
}

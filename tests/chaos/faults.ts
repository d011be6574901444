import type { Fault } from './fault.ts'
import { accessFaults } from './faults-access.ts'
import { clusterFaults } from './faults-cluster.ts'
import { crashFaults } from './faults-crash.ts'
import { lineFaults } from './faults-line.ts'
import { memoryFaults } from './faults-memory.ts'
import { sentinelFaults } from './faults-sentinel.ts'

/** Everything that is done to Redis, in the order in which the site shows it. */
export const faults: readonly Fault[] = [
  ...crashFaults,
  ...lineFaults,
  ...accessFaults,
  ...sentinelFaults,
  ...clusterFaults,
  ...memoryFaults,
]

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onFreePort } from '../ports.ts'
import { type RedisProcess, startProcess } from './processes.ts'

export const masterName = 'mymaster'
/** How long a master has not answered when it is taken for dead. */
export const downAfterMs = 500

export interface SentinelProcess {
  readonly host: string
  readonly port: number
  readonly process: RedisProcess
}

export function startSentinel(folder: string, masterPort: number, quorum: number): Promise<SentinelProcess> {
  return onFreePort(async (port) => {
    const file = join(folder, `sentinel-${port}.conf`)
    await writeFile(file, configuration(folder, port, masterPort, quorum))
    return { host: '127.0.0.1', port, process: await startProcess([file, '--sentinel'], '+monitor master') }
  })
}

function configuration(folder: string, port: number, masterPort: number, quorum: number): string {
  const lines = [
    'bind 127.0.0.1',
    `port ${port}`,
    `dir ${JSON.stringify(folder)}`,
    `sentinel monitor ${masterName} 127.0.0.1 ${masterPort} ${quorum}`,
    `sentinel down-after-milliseconds ${masterName} ${downAfterMs}`,
    `sentinel failover-timeout ${masterName} 1000`,
  ]
  return `${lines.join('\n')}\n`
}

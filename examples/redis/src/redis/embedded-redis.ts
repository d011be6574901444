import type { Redis, RedisOptions } from 'ioredis'
import RedisMock from 'ioredis-mock'

/**
 * A Redis inside the process, so that a clone starts with nothing installed. All clients of a process share its data.
 *
 * ioredis-mock goes on answering after `disconnect()`. The real client does not, and neither does this one:
 * otherwise an outage would look like none.
 */
export function createEmbeddedRedis(options: RedisOptions): Redis {
  return endsWithItsLine(new RedisMock({ ...options, lazyConnect: false }))
}

/** What works on a line that is down. */
const offlineMethods = new Set<PropertyKey>(['on', 'once', 'off', 'emit'])
/** What collects commands. On a line that is down it does so too. */
const batchMethods = new Set<PropertyKey>(['multi', 'pipeline'])

function endsWithItsLine(mock: Redis): Redis {
  let status: Redis['status'] = 'wait'
  const line = {
    connect: async () => {
      status = 'ready'
      mock.emit('ready')
    },
    disconnect: () => {
      if (status === 'end') return
      status = 'end'
      // Else a closed service would be told the news for ever.
      void mock.unsubscribe()
      mock.emit('end')
    },
    quit: async () => {
      status = 'end'
      await mock.unsubscribe()
      return mock.quit()
    },
    duplicate: () => endsWithItsLine(mock.duplicate()),
  }
  return new Proxy(mock, {
    get(target, name) {
      if (name === 'status') return status
      if (Object.hasOwn(line, name)) return line[name as keyof typeof line]
      const member = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      if (status === 'ready' || offlineMethods.has(name)) return member.bind(target)
      return batchMethods.has(name) ? refuseBatch : refuse
    },
  })
}

const refuse = () => Promise.reject(new Error('Connection is closed.'))

/** A batch takes commands on any line, and fails when it is sent. */
function refuseBatch(): object {
  const batch: object = new Proxy({}, { get: (_, name) => (name === 'exec' ? refuse : () => batch) })
  return batch
}

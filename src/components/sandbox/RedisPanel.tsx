import { useEffect, useState } from 'preact/hooks'
import type { RedisControls, RedisKey, RedisSnapshot } from '../../sandbox/runtime.ts'
import { OutageControls } from './OutageControls.tsx'

interface Props {
  /** Undefined while nothing runs, or while what runs cannot be looked into. */
  readonly redis: RedisControls | undefined
  /** Present where the reader can choose a server in place of the mock. */
  readonly serverChoice?: ServerChoice | undefined
  readonly isShown: boolean
  /** Commands that Redis received during the last request; undefined before the first. */
  readonly lastCost: number | undefined
}

export interface ServerChoice {
  readonly isServer: boolean
  readonly choose: (isServer: boolean) => void
}

const refreshMs = 500

/** A look into the Redis of the page, and a hand on its network. */
export default function RedisPanel({ redis, serverChoice, isShown, lastCost }: Props) {
  const [snapshot, setSnapshot] = useState<RedisSnapshot>()

  useEffect(() => {
    if (!redis || !isShown) return
    const look = () => redis.inspect().then(setSnapshot, () => setSnapshot(undefined))
    void look()
    const timer = setInterval(look, refreshMs)
    return () => clearInterval(timer)
  }, [redis, isShown])

  if (!redis)
    return (
      <div class="sandbox-redis">
        {serverChoice && <ChooseServer {...serverChoice} />}
        <p>{serverChoice ? mockText : 'Press Run first. Then the keys in Redis appear here.'}</p>
      </div>
    )
  return (
    <div class="sandbox-redis">
      {serverChoice && <ChooseServer {...serverChoice} />}
      <OutageControls redis={redis} />
      <p>
        {snapshot?.commandCount ?? 0} commands so far
        {lastCost !== undefined && `, ${lastCost} of them during your last request`}.
      </p>
      <Keys keys={snapshot?.keys ?? []} />
    </div>
  )
}

const mockText =
  'The Redis of this run is a mock inside the program, ioredis-mock. It cannot be looked into, and of outages it knows only a lost connection. With a server, or In-page, both can be done here.'

const ChooseServer = ({ isServer, choose }: ServerChoice) => (
  <label>
    <input
      type="checkbox"
      checked={isServer}
      onChange={({ currentTarget }) => choose(currentTarget.checked)}
    />
    Start a Redis server in the container, from the next Run on
  </label>
)

function Keys({ keys }: { keys: readonly RedisKey[] }) {
  if (keys.length === 0) return <p>Redis holds no keys. Log in under Requests, and a session appears.</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reachable by keyboard
    <section class="sandbox-keys" aria-label="Keys" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">Type</th>
            <th scope="col">Expires in</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <KeyRow key={key.name} {...key} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

const KeyRow = ({ name, type, ttlMs, value }: RedisKey) => (
  <tr>
    <th scope="row">{name}</th>
    <td>{type}</td>
    <td>{ttlMs === undefined ? 'never' : duration(ttlMs)}</td>
    <td>{isSealed(value) ? <em>sealed</em> : value}</td>
  </tr>
)

/** `45 s`, `9 min 05 s`, `7 d 3 h`. */
function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3600)]
  if (hours === 0) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`
  if (hours < 24) return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`
  return `${Math.floor(hours / 24)} d ${hours % 24} h`
}

/** A compact JWE (RFC 7516 section 7.1): whoever reads Redis reads nothing. */
const isSealed = (value: string) => /^[\w-]+(\.[\w-]*){4}$/.test(value)

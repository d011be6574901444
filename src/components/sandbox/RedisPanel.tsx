import { useEffect, useState } from 'preact/hooks'
import type { RedisControls, RedisKey, RedisOutage, RedisSnapshot } from '../../sandbox/runtime.ts'

interface Props {
  /** Undefined while nothing runs. */
  readonly redis: RedisControls | undefined
  /** Commands that the last request cost; undefined before the first. */
  readonly lastCost: number | undefined
}

const refreshMs = 500

/** A look into the Redis of the page, and a hand on its network. */
export default function RedisPanel({ redis, lastCost }: Props) {
  const [snapshot, setSnapshot] = useState<RedisSnapshot>()

  useEffect(() => {
    if (!redis) return setSnapshot(undefined)
    const look = () => redis.inspect().then(setSnapshot, () => setSnapshot(undefined))
    void look()
    const timer = setInterval(look, refreshMs)
    return () => clearInterval(timer)
  }, [redis])

  if (!redis) return <p class="sandbox-hint">Press Run first. Then the keys in Redis appear here.</p>
  return (
    <div class="sandbox-redis">
      <OutageControls redis={redis} />
      <p>
        {snapshot?.commandCount ?? 0} commands so far
        {lastCost !== undefined && <>, {lastCost} by the last request</>}.
      </p>
      <Keys keys={snapshot?.keys ?? []} />
    </div>
  )
}

const outages: readonly [kind: RedisOutage['kind'], label: string][] = [
  ['none', 'Well'],
  ['refuse', 'Refuses connections'],
  ['hang', 'Hangs'],
  ['slow', 'Slow'],
]

function OutageControls({ redis }: { redis: RedisControls }) {
  const [kind, setKind] = useState<RedisOutage['kind']>('none')
  const [delayMs, setDelayMs] = useState(200)
  const apply = (next: RedisOutage['kind'], delay: number) => {
    setKind(next)
    setDelayMs(delay)
    void redis.setOutage(next === 'slow' ? { kind: next, delayMs: delay } : { kind: next })
  }
  return (
    <fieldset>
      <legend>Redis is</legend>
      {outages.map(([value, label]) => (
        <label key={value}>
          <input type="radio" name="outage" checked={kind === value} onChange={() => apply(value, delayMs)} />{' '}
          {label}
        </label>
      ))}
      <label>
        by{' '}
        <input
          type="number"
          min={0}
          max={5000}
          step={50}
          value={delayMs}
          onChange={({ currentTarget }) => apply('slow', Number(currentTarget.value))}
        />{' '}
        ms
      </label>
    </fieldset>
  )
}

function Keys({ keys }: { keys: readonly RedisKey[] }) {
  if (keys.length === 0) return <p class="sandbox-hint">Redis holds no keys.</p>
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
          {keys.map(({ name, type, ttlMs, value }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{type}</td>
              <td>{ttlMs === undefined ? 'never' : `${Math.ceil(ttlMs / 1000)} s`}</td>
              <td>{isSealed(value) ? 'sealed' : value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** A compact JWE (RFC 7516 section 7.1): whoever reads Redis reads nothing. */
const isSealed = (value: string) => /^[\w-]+(\.[\w-]*){4}$/.test(value)

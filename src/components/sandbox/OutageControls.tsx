import { useId, useState } from 'preact/hooks'
import type { RedisControls, RedisOutage } from '../../sandbox/runtime.ts'

const outages: readonly (readonly [kind: RedisOutage['kind'], label: string])[] = [
  ['none', 'Up'],
  ['refuse', 'Refuses connections'],
  ['hang', 'Hangs'],
  ['slow', 'Slow'],
]

const maxDelayMs = 5_000

/** A hand on the network between the program and its Redis. */
export function OutageControls({ redis }: { redis: RedisControls }) {
  const id = useId()
  const [kind, setKind] = useState<RedisOutage['kind']>('none')
  const [delayMs, setDelayMs] = useState(200)
  const apply = (next: RedisOutage['kind'], delay: number) => {
    setKind(next)
    setDelayMs(delay)
    // Fails only when the program has ended, and then these controls are about to go as well.
    redis.setOutage(next === 'slow' ? { kind: next, delayMs: delay } : { kind: next }).catch(() => {})
  }
  return (
    <fieldset>
      <legend>Redis</legend>
      {outages.map(([value, label]) => (
        <label key={value}>
          <input type="radio" name={id} checked={kind === value} onChange={() => apply(value, delayMs)} />
          {label}
        </label>
      ))}
      <label>
        by
        <input
          type="number"
          min={0}
          max={maxDelayMs}
          step={50}
          value={delayMs}
          onChange={({ currentTarget }) => apply('slow', clamp(currentTarget.valueAsNumber))}
        />
        ms
      </label>
    </fieldset>
  )
}

const clamp = (delayMs: number) => Math.min(Math.max(Number.isNaN(delayMs) ? 0 : delayMs, 0), maxDelayMs)

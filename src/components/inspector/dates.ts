/** Claims and members that hold a NumericDate: seconds since the epoch (RFC 7519 section 2). */
export const dateClaims = ['exp', 'nbf', 'iat', 'auth_time', 'updated_at'] as const

export const isDateClaim = (name: string): boolean => (dateClaims as readonly string[]).includes(name)

/** The last second of the year 9999. Beyond it a date is a mistake or an attack; the starters refuse it. */
export const latestDate = 253_402_300_799

/** From the year 5138 on: nobody means that, but a date in milliseconds reads like it. */
export const looksLikeMilliseconds = (value: number): boolean => value >= 1e11 && value < 1e14

/** A date as people and logs write it; undefined where no calendar reaches. */
export function utcText(seconds: number): string | undefined {
  const date = new Date(seconds * 1000)
  if (Number.isNaN(date.getTime())) return undefined
  return date
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC')
}

/** How far a date is from now: `in 4 min 12 s`, `3 d 2 h ago`. */
export function relativeText(seconds: number, nowMs: number): string {
  const distance = Math.round(seconds - nowMs / 1000)
  if (distance === 0) return 'now'
  return distance > 0 ? `in ${durationText(distance)}` : `${durationText(-distance)} ago`
}

const units = [
  ['y', 31_557_600],
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const

/** The two largest units of a duration. */
export function durationText(seconds: number): string {
  const first = units.findIndex(([, size]) => seconds >= size)
  const shown = units.slice(first, first + 2)
  let rest = Math.round(seconds)
  const texts = shown.map(([name, size]) => {
    const count = Math.floor(rest / size)
    rest -= count * size
    return count > 0 ? `${count} ${name}` : ''
  })
  return texts.filter(Boolean).join(' ') || '0 s'
}

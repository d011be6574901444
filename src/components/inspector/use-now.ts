import { useEffect, useState } from 'preact/hooks'

/** The time in milliseconds, a new one each second. Zero until the page is alive: the server’s time is not the reader’s. */
export function useNow(): number {
  const [nowMs, setNowMs] = useState(0)
  useEffect(() => {
    const tick = () => setNowMs(Date.now())
    tick()
    const timer = setInterval(tick, 1000)
    return () => clearInterval(timer)
  }, [])
  return nowMs
}

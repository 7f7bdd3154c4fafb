import { useEffect, useState } from 'react'
import type { Time } from '../api/values.ts'
import { formatMoment, type MomentForm } from './format.ts'
import { useReader } from './language.ts'

/** A moment in the reader's zone; the title says it in full with the offset. */
export function Moment({ at, form = 'short' }: { at: Time | null; form?: MomentForm }) {
  const { zone } = useReader()
  if (!at) return <span className="faint">—</span>
  return (
    <time className="figures" dateTime={at} title={formatMoment(at, 'full', zone)}>
      {formatMoment(at, form, zone)}
    </time>
  )
}

/** Counts down to a moment of the server's clock: 04:31. Says `00:00` when it has passed. */
export function Countdown({ until }: { until: Time }) {
  const { aheadMs } = useReader()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  const left = Math.max(0, Math.round((Date.parse(until) - now - aheadMs) / 1_000))
  const two = (part: number): string => String(part).padStart(2, '0')
  const hours = Math.floor(left / 3_600)
  const rest = `${two(Math.floor((left % 3_600) / 60))}:${two(left % 60)}`
  return <span className="figures">{hours > 0 ? `${hours}:${rest}` : rest}</span>
}

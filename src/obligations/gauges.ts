import { inForce } from '../agreements/inForce.ts'
import type { Trigger } from '../agreements/terms.ts'
import type { Instant } from '../base/time.ts'
import type { World } from '../world/world.ts'
import { measure } from './measure.ts'
import { actedUntil } from './storeFindings.ts'
import { type Forecast, forecast, isOver, type Reading, streakOf, windowsUntil } from './trigger.ts'

/** How far one subject is from what a monitoring clause forbids. */
export type Gauge = {
  agreement: string
  version: number
  place: number // of the trigger in its clause
  trigger: Trigger
  zone: string
  /** Empty: the partner as a whole. */
  subject: string
  running: Reading
  /** The newest window that is over, if any is looked at. */
  last: Reading | null
  streak: number
  isOver: boolean
  forecast: Forecast
}
/** A clause that is not measured: we have no source of our own for its metric. */
export type Unmeasured = Pick<Gauge, 'agreement' | 'version' | 'place' | 'trigger'>

// Of many merchants those are shown that are nearest.
const subjectsMost = 20

/** Where every monitoring clause in force with a partner stands now. */
export async function gaugesOf(w: World, partner: string): Promise<{ gauges: Gauge[]; unmeasured: Unmeasured[] }> {
  const version = await inForce(w, partner, w.now())
  const gauges: Gauge[] = []
  const unmeasured: Unmeasured[] = []
  if (!version) return { gauges, unmeasured }
  const { zone } = version.terms.clauses.fees
  const now = w.now()
  for (const [place, trigger] of version.terms.clauses.monitoring.triggers.entries()) {
    const clause = { agreement: version.agreement, version: version.number, place, trigger }
    const windows = windowsUntil(trigger.window, zone, now, trigger.windows)
    const measured = await measure(w, partner, trigger, windows)
    if (measured === null) {
      unmeasured.push(clause)
      continue
    }
    const acted = await actedUntil(w, version.agreement, trigger.id)
    const found = [...measured].map(([subject, readings]): Gauge => {
      const since = acted.get(subject) ?? 0
      return { ...clause, zone, subject, ...stateOf(trigger, readings, { since, now, zone }) }
    })
    gauges.push(...found.sort(byNearness).slice(0, subjectsMost))
  }
  return { gauges, unmeasured }
}

function stateOf(
  trigger: Trigger,
  readings: readonly Reading[],
  { since, now, zone }: { since: Instant; now: Instant; zone: string },
): Pick<Gauge, 'running' | 'last' | 'streak' | 'isOver' | 'forecast'> {
  const ended = readings.slice(0, -1)
  const running = readings.at(-1) ?? { from: now, until: now + 1, amount: 0n, part: 0n, whole: 0n }
  const streak = streakOf(trigger, ended, since)
  return {
    running,
    last: ended.at(-1) ?? null,
    streak,
    isOver: isOver(trigger, running),
    forecast: forecast(trigger, running, streak, { now, zone }),
  }
}

const byNearness = (a: Gauge, b: Gauge): number =>
  b.streak - a.streak ||
  Number(b.running.amount - a.running.amount > 0n) - Number(a.running.amount - b.running.amount > 0n) ||
  (a.subject < b.subject ? -1 : 1)

import type { Trigger } from '../agreements/terms.ts'
import { addDays, type Day, dayOf, type Instant, minuteMs, startOfDay } from '../base/time.ts'

// Monitoring clauses, computed from what happened. Pure: nothing here looks at a clock or a table.

export type Window = { from: Instant; until: Instant }

/** What was measured of one subject in one window. */
export type Reading = Window & {
  /** What the amount bound is compared with, in minor units of the trigger's currency. */
  amount: bigint
  /** The ratio is part over whole: money over money, or failed operations over all. */
  part: bigint
  whole: bigint
}

type Bounds = Pick<Trigger, 'amountOver' | 'ratioOverPpm'>

/** Both bounds passed, where both are given: over means over, so a reading on the bound passes nothing. */
export function isOver({ amountOver, ratioOverPpm }: Bounds, { amount, part, whole }: Reading): boolean {
  if (amountOver !== null && amount <= BigInt(amountOver)) return false
  return ratioOverPpm === null || part * 1_000_000n > BigInt(ratioOverPpm) * whole
}

/**
 * The blocks of `windows` consecutive windows that were all over, oldest first. A block begins at or after `since`, where the last one
 * that was acted on ended: the same windows never count twice, and a subject that goes on is found anew after as many again.
 */
export function blocksOver(
  trigger: Bounds & Pick<Trigger, 'windows'>,
  ended: readonly Reading[],
  since: Instant,
): Reading[][] {
  const blocks: Reading[][] = []
  let run: Reading[] = []
  for (const reading of ended) {
    const follows = run.length === 0 || run.at(-1)?.until === reading.from
    run = reading.from >= since && isOver(trigger, reading) ? [...(follows ? run : []), reading] : []
    if (run.length < trigger.windows) continue
    blocks.push(run)
    run = []
  }
  return blocks
}

/** Windows in a row that were over, up to the newest that ended, counted from `since`. */
export function streakOf(trigger: Bounds, ended: readonly Reading[], since: Instant): number {
  let streak = 0
  for (const reading of ended) streak = reading.from >= since && isOver(trigger, reading) ? streak + 1 : 0
  return streak
}

export type Forecast =
  | { kind: 'not-at-this-rate' }
  /** `over`: when the running window passes the bound, if it has not. `acts`: the end of the window that completes the row. */
  | { kind: 'reached'; over: Instant; acts: Instant }

/**
 * When the clause would act if the running window went on as it has begun. Whole numbers only: the amount grows evenly with time and
 * the ratio stays.
 */
export function forecast(
  trigger: Bounds & Pick<Trigger, 'windows' | 'window'>,
  running: Reading,
  streak: number,
  { now, zone }: { now: Instant; zone: string },
): Forecast {
  const elapsed = BigInt(Math.max(1, now - running.from))
  const length = BigInt(running.until - running.from)
  const full = { ...running, amount: (running.amount * length) / elapsed }
  if (!isOver(trigger, full)) return { kind: 'not-at-this-rate' }
  const acts = windowAfter(trigger.window, running, zone, Math.max(0, trigger.windows - streak - 1)).until
  return { kind: 'reached', over: passes(trigger, running, elapsed), acts }
}

// The first millisecond at which the amount, growing evenly, is one unit over its bound.
function passes({ amountOver }: Bounds, running: Reading, elapsed: bigint): Instant {
  if (amountOver === null || running.amount === 0n) return running.from
  const least = (BigInt(amountOver) + 1n) * elapsed
  return Math.min(running.until, running.from + Number((least + running.amount - 1n) / running.amount))
}

/** The last `ended` windows of a kind that are over, and the one that is running now, oldest first. */
export function windowsUntil(kind: Trigger['window'], zone: string, now: Instant, ended: number): Window[] {
  const running = windowAt(kind, zone, now)
  return Array.from({ length: ended + 1 }, (_, place) => windowAfter(kind, running, zone, place - ended))
}

/** The window of a kind that a moment lies in: a minute, a local day, a local month. */
export function windowAt(kind: Trigger['window'], zone: string, at: Instant): Window {
  if (kind === 'minute') {
    const from = Math.floor(at / minuteMs) * minuteMs
    return { from, until: from + minuteMs }
  }
  const day = dayOf(at, zone)
  return kind === 'day' ? days(day, addDays(day, 1), zone) : month(day, 0, zone)
}

function windowAfter(kind: Trigger['window'], { from }: Window, zone: string, steps: number): Window {
  if (kind === 'minute') return windowAt(kind, zone, from + steps * minuteMs)
  const day = dayOf(from, zone)
  if (kind === 'month') return month(day, steps, zone)
  return days(addDays(day, steps), addDays(day, steps + 1), zone)
}

function month(day: Day, steps: number, zone: string): Window {
  const first = Temporal.PlainDate.from(`${day.slice(0, 7)}-01`).add({ months: steps })
  return days(first.toString() as Day, first.add({ months: 1 }).toString() as Day, zone)
}

const days = (first: Day, next: Day, zone: string): Window => ({
  from: startOfDay(first, zone),
  until: startOfDay(next, zone),
})

import { assert } from '../base/assert.ts'
import { addDays, type Day, dayOf, type Instant, startOfDay } from '../base/time.ts'
import type { Terms } from './terms.ts'

export type SettlementDay = { day: Day; closesAt: Instant; paysOn: Day }

// 400 holidays, the most that terms may list, rest at most 80 working weeks with their weekends: 562 days.
const restDaysMax = 600

/**
 * The settlement day a moment belongs to, when that day closes (the moment itself is already the next day's), and when it is paid.
 * A cut-off before noon ends the night after the day: 00:00 is the midnight that ends it. A local time that a clock change skips
 * moves forward, one that it repeats is the first.
 */
export function settlementDay(terms: Terms, at: Instant): SettlementDay {
  const { zone } = terms.clauses.settlement
  let day = addDays(dayOf(at, zone), -1)
  while (closeOf(terms, day) <= at) day = addDays(day, 1)
  return { day, closesAt: closeOf(terms, day), paysOn: payDay(terms, day) }
}

/** When a settlement day closes. */
export function closeOf({ clauses: { settlement } }: Terms, day: Day): Instant {
  const [hours = 0, minutes = 0] = settlement.cutOff.split(':').map(Number)
  const minute = hours * 60 + minutes
  return startOfDay(day, settlement.zone, minute < 720 ? minute + 1_440 : minute)
}

/** T + n: n days after the day, business days where the agreement says so; never on a day of rest then. */
export function payDay(terms: Terms, day: Day): Day {
  const { cycleDays, businessDaysOnly } = terms.clauses.settlement
  if (!businessDaysOnly) return addDays(day, cycleDays)
  let pays = nextBusinessDay(terms, cycleDays === 0 ? day : addDays(day, 1))
  for (let passed = 1; passed < cycleDays; passed++) pays = nextBusinessDay(terms, addDays(pays, 1))
  return pays
}

/** Monday to Friday but the holidays, and the weekend days that are worked. */
export function isBusinessDay({ clauses: { settlement } }: Terms, day: Day): boolean {
  if (settlement.workdays.includes(day)) return true
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6 && !settlement.holidays.includes(day)
}

function nextBusinessDay(terms: Terms, from: Day): Day {
  for (let later = 0, day = from; later <= restDaysMax; later++, day = addDays(day, 1)) {
    if (isBusinessDay(terms, day)) return day
  }
  assert(false, 'a calendar has a business day within six hundred days')
}

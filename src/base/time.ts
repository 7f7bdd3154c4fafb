import { assert } from './assert.ts'

/** Milliseconds since 1970-01-01T00:00:00Z. The only form of a moment inside the house. */
export type Instant = number

/** A calendar day in some zone, `2026-07-01`. */
export type Day = `${number}-${number}-${number}`

export const secondMs = 1_000
export const minuteMs = 60_000
export const hourMs = 3_600_000
export const dayMs = 86_400_000

/** RFC 3339 in UTC with milliseconds: the form every API answer uses. */
export const toRfc3339 = (at: Instant): string => new Date(at).toISOString()

/** The moment an RFC 3339 text names; null when it names none. */
export function fromRfc3339(text: string): Instant | null {
  if (!/^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(text)) return null
  // Date.parse takes 29 February of any year for 1 March.
  if (!isDay(text.slice(0, 10))) return null
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : at
}

export function isDay(text: string): text is Day {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

/** The day a moment belongs to in an IANA zone. */
export function dayOf(at: Instant, zone: string): Day {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString() as Day
}

/** The first moment of a day in a zone, plus `minutes` after local midnight (a cut-off of 23:30 is 1,410). */
export function startOfDay(day: Day, zone: string, minutes = 0): Instant {
  const date = Temporal.PlainDate.from(day).add({ days: Math.floor(minutes / 1_440) })
  const rest = ((minutes % 1_440) + 1_440) % 1_440
  const time = Temporal.PlainTime.from({ hour: Math.floor(rest / 60), minute: rest % 60 })
  return date.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds
}

/** `days` after a day, or before it when negative. */
export const addDays = (day: Day, days: number): Day => Temporal.PlainDate.from(day).add({ days }).toString() as Day

/** The month of a moment in a zone, `2026-07`: the period of graduated fees and monthly limits. */
export const monthOf = (at: Instant, zone: string): string => dayOf(at, zone).slice(0, 7)

/** `months` after a moment, on the same local day and time of a zone (the last day of a shorter month). */
export function addMonths(at: Instant, months: number, zone: string): Instant {
  assert(Number.isInteger(months), 'months are whole')
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).add({ months }).epochMilliseconds
}

/** Local date and time of a zone as `2026-07-01 13:05:09`, the form wallets of mainland China write. */
export function toLocalText(at: Instant, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  return `${local.toPlainDate().toString()} ${local.toPlainTime().toString({ smallestUnit: 'second' })}`
}

/** Reads `2026-07-01 13:05:09` as local time of a zone; null when it is not one. */
export function fromLocalText(text: string, zone: string): Instant | null {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return null
  try {
    return Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime(zone).epochMilliseconds
  } catch {
    return null // a day or an hour that does not exist
  }
}

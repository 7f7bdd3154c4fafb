import { addMonths, dayMs, type Instant } from '../base/time.ts'
import type { World } from '../world/world.ts'
import type { Agreement } from './agreement.ts'
import { termOf } from './scope.ts'
import { standingOf } from './standing.ts'
import { agreementsAll, timelineOf, versionsOf } from './store.ts'
import type { Terms } from './terms.ts'
import { type AgreementRow, toRow } from './view.ts'

export type NearEvent = { agreement: AgreementRow; event: 'begins' | 'ends' | 'notice'; at: Instant; days: number }

/** Agreements of which something happens within so many days: a version begins, a term ends, or the last day for notice comes. */
export async function agreementsNear(w: World, days: number): Promise<NearEvent[]> {
  const events: NearEvent[] = []
  for (const agreement of await agreementsAll(w)) {
    const found = await eventsOf(w, agreement, w.now() + days * dayMs)
    const row = found.length > 0 ? await toRow(w, agreement) : null
    if (row) events.push(...found.map((event) => ({ ...event, agreement: row })))
  }
  return events.sort((a, b) => a.at - b.at)
}

async function eventsOf(w: World, { id, partner }: Agreement, until: Instant): Promise<Omit<NearEvent, 'agreement'>[]> {
  const now = w.now()
  const timeline = await timelineOf(w, partner, now)
  const events: { event: NearEvent['event']; at: Instant }[] = []
  for (const version of await versionsOf(w, id)) {
    const standing = standingOf(version, timeline, now)
    if (standing === 'signed') events.push({ event: 'begins', at: version.effectiveAt })
    if (standing !== 'in-force') continue
    const ends = termOf(version.terms).until
    if (ends !== null) events.push({ event: 'ends', at: ends })
    const boundary = ends ?? nextRenewal(version.terms, now)
    events.push({ event: 'notice', at: boundary - version.terms.clauses.term.noticeDays * dayMs })
  }
  return events
    .filter(({ at }) => at > now && at <= until)
    .map((one) => ({ ...one, days: Math.ceil((one.at - now) / dayMs) }))
}

// An automatic term renews for the same number of months again and again; the next renewal whose notice may still be given counts.
function nextRenewal(terms: Terms, now: Instant): Instant {
  const { months, noticeDays } = terms.clauses.term
  const { from } = termOf(terms)
  const renewalsMost = 1_200
  for (let round = 1; round < renewalsMost; round++) {
    const at = addMonths(from, round * months, terms.clauses.settlement.zone)
    if (at - noticeDays * dayMs > now) return at
  }
  return addMonths(from, renewalsMost * months, terms.clauses.settlement.zone)
}

import type { Trigger } from '../agreements/terms.ts'
import type { Digest } from '../base/digest.ts'
import type { Id } from '../base/id.ts'
import type { Instant } from '../base/time.ts'
import { many, one, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'

export type ReadingJson = { from: number; until: number; amount: string; part: string; whole: string }

/** What a monitoring clause found, once: the windows that were over and what was done. */
export type Finding = {
  id: Id<'fnd'>
  partner: string
  agreement: string
  version: number
  root: Digest
  trigger: string
  metric: Trigger['metric']
  merchant: string | null
  action: Trigger['action']
  from: Instant
  until: Instant
  readings: ReadingJson[]
  evidence: Digest
  stop: string | null
  at: Instant
}

type Row = Omit<Finding, 'from' | 'until' | 'at' | 'readings'> & {
  from_ms: bigint
  until_ms: bigint
  at_ms: bigint
  readings: { windows: ReadingJson[] }
}

const insert = query<Omit<Finding, 'readings'> & { readings: { windows: ReadingJson[] } }>()`
  insert into obligations.finding (id, partner, agreement, version, root, trigger, metric, merchant, action, from_ms, until_ms,
    readings, evidence, stop, at_ms)
  values (${'id'}, ${'partner'}, ${'agreement'}, ${'version'}, ${'root'}, ${'trigger'}, ${'metric'}, ${'merchant'}, ${'action'},
    ${'from'}, ${'until'}, ${'readings'}::jsonb, ${'evidence'}, ${'stop'}, ${'at'})`

const newest = query<{ partner: string; limit: number }, Row>()`
  select id, partner, agreement, version, root, trigger, metric, merchant, action, from_ms, until_ms, readings, evidence, stop, at_ms
    from obligations.finding where partner = ${'partner'} order by at_ms desc, id desc limit ${'limit'}`

// The moment from which windows count: where the last block that was acted on ended.
const lastEnds = query<{ agreement: string; trigger: string }, { merchant: string | null; until_ms: bigint }>()`
  select merchant, max(until_ms)::bigint as until_ms from obligations.finding
   where agreement = ${'agreement'} and trigger = ${'trigger'} group by merchant order by merchant limit 20000`

const hold = query<{ subject: string }, { held: string }>()`
  select pg_advisory_xact_lock(hashtextextended(${'subject'}, 0))::text as held`

/** Keeps whoever else judges the same clause and subject waiting until the transaction ends. */
export async function holdSubject(i: Inside, subject: string): Promise<void> {
  await one(i, hold, { subject })
}

export async function saveFinding(i: Inside, finding: Finding): Promise<void> {
  await run(i, insert, { ...finding, readings: { windows: finding.readings } })
}

/** The newest findings about a partner, at most `limit`. */
export async function findingsOf(w: World, partner: string, limit: number): Promise<Finding[]> {
  const rows = await many(w, newest, { partner, limit })
  return rows.map(({ from_ms, until_ms, at_ms, readings, ...same }) => ({
    ...same,
    readings: readings.windows,
    from: Number(from_ms),
    until: Number(until_ms),
    at: Number(at_ms),
  }))
}

/** Until when each subject of a clause has been acted on; the partner as a whole stands under the empty name. */
export async function actedUntil(
  w: World | Inside,
  agreement: string,
  trigger: string,
): Promise<ReadonlyMap<string, Instant>> {
  const rows = await many(w, lastEnds, { agreement, trigger })
  return new Map(rows.map(({ merchant, until_ms }) => [merchant ?? '', Number(until_ms)]))
}

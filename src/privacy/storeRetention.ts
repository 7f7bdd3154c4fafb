import type { Id } from '../base/id.ts'
import type { Instant } from '../base/time.ts'
import { many, maybe, one, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'

/** Nothing of this person, or nothing of this object, is erased while it stands. */
export type Hold = {
  id: Id<'hld'>
  /** Id of a person or of an object. */
  target: string
  reason: string
  setBy: string
  setAt: Instant
  liftedBy: string | null
  liftedBecause: string | null
  liftedAt: Instant | null
}
type HoldRow = Pick<Hold, 'id' | 'target' | 'reason'> & {
  set_by: string
  set_at_ms: bigint
  lifted_by: string | null
  lifted_because: string | null
  lifted_at_ms: bigint | null
}
export type Night = { id: string; at: Instant; erased: Record<string, number>; held: number; rest: boolean }

// Whoever erases shares the lock, whoever holds takes it alone: what is held is not erased at the same moment.
const lockToErase = query<
  Record<never, never>,
  { taken: string }
>()`select pg_advisory_xact_lock_shared(4704)::text as taken`
const lockToHold = query<Record<never, never>, { taken: string }>()`select pg_advisory_xact_lock(4704)::text as taken`

const insertHold = query<Pick<Hold, 'id' | 'target' | 'reason' | 'setBy' | 'setAt'>>()`
  insert into privacy.hold (id, target, reason, set_by, set_at_ms)
  values (${'id'}, ${'target'}, ${'reason'}, ${'setBy'}, ${'setAt'})`

const lift = query<{ id: string; by: string; because: string; at: number }>()`
  update privacy.hold set lifted_by = ${'by'}, lifted_because = ${'because'}, lifted_at_ms = ${'at'}
   where id = ${'id'} and lifted_at_ms is null`

const holdById = query<{ id: string }, HoldRow>()`
  select id, target, reason, set_by, set_at_ms, lifted_by, lifted_because, lifted_at_ms from privacy.hold where id = ${'id'}`

const holds = query<{ before: string; most: number }, HoldRow>()`
  select id, target, reason, set_by, set_at_ms, lifted_by, lifted_because, lifted_at_ms from privacy.hold
   where ${'before'} = '' or id < ${'before'} order by id desc limit ${'most'}`

const standing = query<Record<never, never>, { target: string }>()`
  select distinct target from privacy.hold where lifted_at_ms is null order by target limit 10000`

const holdOn = query<{ targets: string[] }, { id: string }>()`
  select id from privacy.hold where lifted_at_ms is null and target = any(${'targets'}::text[]) order by id limit 1`

const endRelation = query<{ subject: string; at: number }>()`
  insert into privacy.relation_end (subject, ended_at_ms) values (${'subject'}, ${'at'}) on conflict (subject) do nothing`

const relationEnd = query<{ subject: string }, { ended_at_ms: bigint }>()`
  select ended_at_ms from privacy.relation_end where subject = ${'subject'}`

const relationsPast = query<
  { before: number; most: number; held: string[] },
  { subject: string; ended_at_ms: bigint }
>()`
  select subject, ended_at_ms from privacy.relation_end
   where shredded_at_ms is null and ended_at_ms < ${'before'} and not subject = any(${'held'}::text[])
   order by ended_at_ms, subject limit ${'most'}`

const shredded = query<{ subject: string; at: number }>()`
  update privacy.relation_end set shredded_at_ms = ${'at'} where subject = ${'subject'}`

const insertNight = query<{ id: string; at: number; erased: object; held: number; rest: boolean }>()`
  insert into privacy.night (id, at_ms, erased, held, rest)
  values (${'id'}, ${'at'}, ${'erased'}::jsonb, ${'held'}, ${'rest'})`

const nights = query<
  { most: number },
  { id: string; at_ms: bigint; erased: Record<string, number>; held: number; rest: boolean }
>()`
  select id, at_ms, erased, held, rest from privacy.night order by id desc limit ${'most'}`

export async function toErase(i: Inside): Promise<void> {
  await one(i, lockToErase, {})
}

export async function saveHold(
  i: Inside,
  hold: Pick<Hold, 'id' | 'target' | 'reason' | 'setBy' | 'setAt'>,
): Promise<void> {
  await one(i, lockToHold, {})
  await run(i, insertHold, hold)
}

/** False when it was lifted before. */
export const saveLift = async (i: Inside, id: string, by: string, because: string): Promise<boolean> =>
  (await run(i, lift, { id, by, because, at: i.now() })) === 1

export async function findHold(w: World | Inside, id: string): Promise<Hold | null> {
  const row = await maybe(w, holdById, { id })
  return row && toHold(row)
}

/** Holds, newest first. */
export const holdsBefore = async (w: World, before: string, most: number): Promise<Hold[]> =>
  (await many(w, holds, { before, most })).map(toHold)

/** Ids of every person and object that is held now. */
export const heldTargets = async (w: World | Inside): Promise<string[]> =>
  (await many(w, standing, {})).map(({ target }) => target)

/** A hold on any of these, or null. */
export const holdOnAny = async (w: World | Inside, targets: readonly string[]): Promise<string | null> =>
  (await maybe(w, holdOn, { targets: [...targets] }))?.id ?? null

/** False when the relation had ended before. */
export const saveRelationEnd = async (i: Inside, subject: string): Promise<boolean> =>
  (await run(i, endRelation, { subject, at: i.now() })) === 1

export async function relationEndedAt(w: World | Inside, subject: string): Promise<Instant | null> {
  const row = await maybe(w, relationEnd, { subject })
  return row && Number(row.ended_at_ms)
}

/** Ended relations whose identity data are still there. */
export async function relationsBefore(
  w: World | Inside,
  before: Instant,
  most: number,
  held: string[],
): Promise<{ object: string; subject: string | null; endedAt: Instant }[]> {
  const rows = await many(w, relationsPast, { before, most, held })
  return rows.map(({ subject, ended_at_ms }) => ({ object: subject, subject, endedAt: Number(ended_at_ms) }))
}

export async function saveShredded(i: Inside, subject: string): Promise<void> {
  await run(i, shredded, { subject, at: i.now() })
}

export async function saveNight(i: Inside, night: Night): Promise<void> {
  await run(i, insertNight, night)
}

export const lastNights = async (w: World, most: number): Promise<Night[]> =>
  (await many(w, nights, { most })).map(({ at_ms, ...same }) => ({ ...same, at: Number(at_ms) }))

const toHold = (row: HoldRow): Hold => ({
  id: row.id,
  target: row.target,
  reason: row.reason,
  setBy: row.set_by,
  setAt: Number(row.set_at_ms),
  liftedBy: row.lifted_by,
  liftedBecause: row.lifted_because,
  liftedAt: row.lifted_at_ms === null ? null : Number(row.lifted_at_ms),
})

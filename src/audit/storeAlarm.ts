import { many, maybe, one, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { Alarm, AlarmState, SignedOff } from './alarm.ts'

type Columns = {
  id: string
  kind: string
  object: string
  count: number
  first_ms: bigint
  last_ms: bigint
  state: AlarmState
  taken_by: string | null
  taken_ms: bigint | null
  taken_words: string | null
  closed_by: string | null
  closed_ms: bigint | null
  closed_words: string | null
}

const signed = (by: string | null, at: bigint | null, words: string | null): SignedOff | null =>
  by === null ? null : { by, at: Number(at), words: words ?? '' }

const toAlarm = (row: Columns): Alarm => ({
  id: row.id,
  kind: row.kind,
  object: row.object,
  count: row.count,
  firstAt: Number(row.first_ms),
  lastAt: Number(row.last_ms),
  state: row.state,
  taken: signed(row.taken_by, row.taken_ms, row.taken_words),
  closed: signed(row.closed_by, row.closed_ms, row.closed_words),
})

// The same thing found by two at once is one alarm.
const lockSame = query<{ same: string }>()`select pg_advisory_xact_lock(hashtextextended(${'same'}, 4700))`
const same = query<{ kind: string; object: string; since: number }, Columns>()`
  select id, kind, object, count, first_ms, last_ms, state, taken_by, taken_ms, taken_words, closed_by, closed_ms, closed_words
    from audit.alarm
   where kind = ${'kind'} and object = ${'object'} and last_ms >= ${'since'} and state <> 'closed'
   order by last_ms desc limit 1`
/** The alarm that still stands for this object since a moment, held until the commit. */
export async function sameAlarm(i: Inside, kind: string, object: string, since: number): Promise<Alarm | null> {
  await maybe(i, lockSame, { same: `${kind} ${object}` })
  const row = await maybe(i, same, { kind, object, since })
  return row && toAlarm(row)
}

const insert = query<{ id: string; kind: string; object: string; count: number; at: number }>()`
  insert into audit.alarm (id, kind, object, count, first_ms, last_ms, state)
  values (${'id'}, ${'kind'}, ${'object'}, ${'count'}, ${'at'}, ${'at'}, 'open')`
export const addAlarm = (i: Inside, alarm: { id: string; kind: string; object: string; count: number; at: number }) =>
  run(i, insert, alarm)

const again = query<{ id: string; count: number; at: number }>()`
  update audit.alarm set count = ${'count'}, last_ms = greatest(last_ms, ${'at'}) where id = ${'id'}`
export const countAlarm = (i: Inside, id: string, count: number, at: number) => run(i, again, { id, count, at })

const locked = query<{ id: string }, Columns>()`
  select id, kind, object, count, first_ms, last_ms, state, taken_by, taken_ms, taken_words, closed_by, closed_ms, closed_words
    from audit.alarm where id = ${'id'} for update`
export async function lockAlarm(i: Inside, id: string): Promise<Alarm | null> {
  const row = await maybe(i, locked, { id })
  return row && toAlarm(row)
}

const take = query<{ id: string; by: string; at: number; words: string }>()`
  update audit.alarm set state = 'acknowledged', taken_by = ${'by'}, taken_ms = ${'at'}, taken_words = ${'words'}
   where id = ${'id'}`
export const takeAlarm = (i: Inside, id: string, { by, at, words }: SignedOff) => run(i, take, { id, by, at, words })

const close = query<{ id: string; by: string; at: number; words: string }>()`
  update audit.alarm set state = 'closed', closed_by = ${'by'}, closed_ms = ${'at'}, closed_words = ${'words'}
   where id = ${'id'}`
export const endAlarm = (i: Inside, id: string, { by, at, words }: SignedOff) => run(i, close, { id, by, at, words })

const newest = query<{ state: string | null; kind: string | null; before: string; most: number }, Columns>()`
  select id, kind, object, count, first_ms, last_ms, state, taken_by, taken_ms, taken_words, closed_by, closed_ms, closed_words
    from audit.alarm
   where (${'state'}::text is null or state = ${'state'}) and (${'kind'}::text is null or kind = ${'kind'})
     and id < ${'before'} order by id desc limit ${'most'}`
/** Alarms, newest first; `before` is the id of the last one seen. */
export async function alarmsNewest(
  w: World,
  { before, ...filter }: { state: AlarmState | null; kind: string | null; before: string | null },
  most: number,
): Promise<Alarm[]> {
  return (await many(w, newest, { ...filter, before: before ?? 'alm_~', most })).map(toAlarm)
}

const byId = query<{ id: string }, Columns>()`
  select id, kind, object, count, first_ms, last_ms, state, taken_by, taken_ms, taken_words, closed_by, closed_ms, closed_words
    from audit.alarm where id = ${'id'}`
export async function alarmById(w: World, id: string): Promise<Alarm | null> {
  const row = await maybe(w, byId, { id })
  return row && toAlarm(row)
}

const open = query<Record<never, never>, { count: bigint }>()`
  select count(*) as count from (select 1 from audit.alarm where state = 'open' limit 1000) as standing`
/** How many alarms nobody has taken in hand, at most 1,000. */
export const openAlarmCount = async (w: World): Promise<number> => Number((await one(w, open, {})).count)

import { many, maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'

const leaves = query<{ from: number; until: number }, { number: bigint; record: string }>()`
  select number, record from audit.leaf where number >= ${'from'} and number < ${'until'} order by number limit 10000`
/** Which record has which number, in [from, until). */
export async function leavesBetween(w: World, from: number, until: number): Promise<Map<number, string>> {
  return new Map((await many(w, leaves, { from, until })).map(({ number, record }) => [Number(number), record]))
}

export type FoundProblem = { row: string; zh: string; en: string }
export type OpenProblem = FoundProblem & { foundAt: number }

const see = query<{ rows: string[]; zhs: string[]; ens: string[]; at: number }, { place: string }>()`
  with known as (select place from audit.problem where cleared_ms is null and place = any(${'rows'}::text[])),
  kept as (
    insert into audit.problem as kept (place, nth, zh, en, found_ms, seen_ms)
    select distinct on (place) place, nth, zh, en, ${'at'}::bigint, ${'at'}::bigint
      from unnest(${'rows'}::text[], ${'zhs'}::text[], ${'ens'}::text[]) with ordinality as row (place, zh, en, nth)
     order by place, nth
    on conflict (place) do update
      set zh = excluded.zh, en = excluded.en, seen_ms = excluded.seen_ms, cleared_ms = null,
          found_ms = case when kept.cleared_ms is null then kept.found_ms else excluded.found_ms end
    returning kept.place, kept.nth)
  select place from kept where place not in (select place from known) order by nth, place limit 1000`
/** Keeps what a check found and answers the rows nobody knew of. */
export async function keepProblems(i: Inside, found: readonly FoundProblem[]): Promise<string[]> {
  const rows = await many(i, see, {
    rows: found.map(({ row }) => row),
    zhs: found.map(({ zh }) => zh),
    ens: found.map(({ en }) => en),
    at: i.now(),
  })
  return rows.map(({ place }) => place)
}

const clear = query<{ except: string[]; at: number }, { place: string }>()`
  update audit.problem set cleared_ms = ${'at'}
   where cleared_ms is null and not place = any(${'except'}::text[]) returning place`
/** Clears what a full check did not find again. */
export const clearProblems = async (i: Inside, found: readonly FoundProblem[]): Promise<string[]> =>
  (await many(i, clear, { except: found.map(({ row }) => row), at: i.now() })).map(({ place }) => place)

const open = query<{ most: number }, { place: string; zh: string; en: string; found_ms: bigint }>()`
  select place, zh, en, found_ms from audit.problem where cleared_ms is null order by found_ms, nth, place limit ${'most'}`
/** Problems that stand, at most 100, first found first. */
export const openProblems = async (w: World): Promise<OpenProblem[]> =>
  (await many(w, open, { most: 100 })).map(({ place, found_ms, zh, en }) => ({
    row: place,
    zh,
    en,
    foundAt: Number(found_ms),
  }))

export type Progress = { next: number; startedAt: number; endedAt: number | null }
type Name = { name: 'slice' | 'books' | 'full' }

const progress = query<Name, { next: bigint; started_ms: bigint; ended_ms: bigint | null }>()`
  select next, started_ms, ended_ms from audit.progress where name = ${'name'}`
/** How far a check is: the next leaf of the slices, the last batch looked at, or the transfers that the last full check counted in the books. */
export async function readProgress(w: World, name: Name['name']): Promise<Progress | null> {
  const row = await maybe(w, progress, { name })
  return (
    row && {
      next: Number(row.next),
      startedAt: Number(row.started_ms),
      endedAt: row.ended_ms === null ? null : Number(row.ended_ms),
    }
  )
}

const keep = query<Name & { next: number | null; started: number | null; ended: number | null; at: number }>()`
  insert into audit.progress as kept (name, next, started_ms, ended_ms)
  values (${'name'}, coalesce(${'next'}::bigint, 0), coalesce(${'started'}::bigint, ${'at'}), ${'ended'}::bigint)
  on conflict (name) do update set next = coalesce(${'next'}::bigint, kept.next),
    started_ms = coalesce(${'started'}::bigint, kept.started_ms), ended_ms = coalesce(${'ended'}::bigint, kept.ended_ms)`
/** Keeps what is given, the rest stays as it was. */
export const keepProgress = (i: Inside, name: Name['name'], given: Partial<Progress>) =>
  run(i, keep, {
    name,
    next: given.next ?? null,
    started: given.startedAt ?? null,
    ended: given.endedAt ?? null,
    at: i.now(),
  })

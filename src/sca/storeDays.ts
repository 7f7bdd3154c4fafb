import type { Day } from '../base/time.ts'
import { many, maybe, one, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { Level } from './level.ts'

/** What a payer paid by bar code in one day, by level. Level A has no sum of its own. */
export type DaySum = { b: bigint; c: bigint; d: bigint }

const open = query<{ payer: string; day: Day }>()`
  insert into sca.day_sum (payer, day) values (${'payer'}, ${'day'}::date) on conflict do nothing`

const locked = query<{ payer: string; day: Day }, DaySum>()`
  select b, c, d from sca.day_sum where payer = ${'payer'} and day = ${'day'}::date for update`

const sumOf = query<{ payer: string; day: Day }, DaySum>()`
  select b, c, d from sca.day_sum where payer = ${'payer'} and day = ${'day'}::date`

const use = query<{ payment: string; payer: string; day: Day; level: Level; minor: bigint }>()`
  insert into sca.day_use (payment, payer, day, level, minor)
  values (${'payment'}, ${'payer'}, ${'day'}::date, ${'level'}, ${'minor'})`

const add = query<{ payer: string; day: Day; level: Level; minor: bigint }>()`
  update sca.day_sum
     set b = b + case ${'level'}::text when 'B' then ${'minor'}::bigint else 0 end,
         c = c + case ${'level'}::text when 'C' then ${'minor'}::bigint else 0 end,
         d = d + case ${'level'}::text when 'D' then ${'minor'}::bigint else 0 end
   where payer = ${'payer'} and day = ${'day'}::date`

const giveBack = query<{ payment: string }, { payer: string; day: Day; level: Level; minor: bigint }>()`
  update sca.day_use set given_back = true where payment = ${'payment'} and not given_back
  returning payer, to_char(day, 'YYYY-MM-DD') as day, level, minor`

// When a reference turns out to be a consumer, what was counted under it today is hers.
const moveSums = query<{ reference: string; consumer: string; from: Day }>()`
  insert into sca.day_sum (payer, day, b, c, d)
  select ${'consumer'}, day, b, c, d from sca.day_sum where payer = ${'reference'} and day >= ${'from'}::date
  on conflict (payer, day) do update
     set b = day_sum.b + excluded.b, c = day_sum.c + excluded.c, d = day_sum.d + excluded.d`
const moveUses = query<{ reference: string; consumer: string; from: Day }>()`
  update sca.day_use set payer = ${'consumer'} where payer = ${'reference'} and day >= ${'from'}::date`
const dropSums = query<{ reference: string; from: Day }>()`
  delete from sca.day_sum where payer = ${'reference'} and day >= ${'from'}::date`

const dayTotals = query<{ day: Day }, DaySum & { payers: number }>()`
  select coalesce(sum(b), 0)::bigint as b, coalesce(sum(c), 0)::bigint as c, coalesce(sum(d), 0)::bigint as d,
         count(*)::int as payers
    from sca.day_sum where day = ${'day'}::date`

const fullest = query<{ day: Day; b: bigint; c: bigint; d: bigint }, { b: number; c: number; d: number }>()`
  select (count(*) filter (where b + c + d >= ${'b'}))::int as b, (count(*) filter (where c + d >= ${'c'}))::int as c,
         (count(*) filter (where d >= ${'d'}))::int as d
    from sca.day_sum where day = ${'day'}::date`

/** A payer's day, locked until the transaction ends. */
export async function lockDaySum(i: Inside, payer: string, day: Day): Promise<DaySum> {
  await run(i, open, { payer, day })
  return await one(i, locked, { payer, day })
}

export const readDaySum = async (w: World | Inside, payer: string, day: Day): Promise<DaySum> =>
  (await maybe(w, sumOf, { payer, day })) ?? { b: 0n, c: 0n, d: 0n }

export async function addDayUse(
  i: Inside,
  added: { payment: string; payer: string; day: Day; level: Level; minor: bigint },
): Promise<void> {
  await run(i, use, added)
  const { payer, day, level, minor } = added
  await run(i, add, { payer, day, level, minor })
}

/** False when the payment counted in no day, or gave its share back before. */
export async function endDayUse(i: Inside, payment: string): Promise<boolean> {
  const [given] = await many(i, giveBack, { payment })
  if (!given) return false
  await run(i, add, { ...given, minor: -given.minor })
  return true
}

/** Moves what was counted under a reference since a day to the consumer behind it. */
export async function moveDays(i: Inside, moved: { reference: string; consumer: string; from: Day }): Promise<void> {
  await run(i, moveSums, moved)
  await run(i, moveUses, moved)
  await run(i, dropSums, { reference: moved.reference, from: moved.from })
}

/** Sums of one day over all payers, and how many payers have nothing left at each level. */
export async function totalsOfDay(
  w: World,
  day: Day,
  most: DaySum,
): Promise<{ sums: DaySum; payers: number; full: { b: number; c: number; d: number } }> {
  const { payers, ...sums } = await one(w, dayTotals, { day })
  return { sums, payers, full: await one(w, fullest, { day, ...most }) }
}

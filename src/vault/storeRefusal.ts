import type { Day } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import { emit } from '../world/events.ts'
import { many, one, query } from '../world/sql.ts'
import type { World } from '../world/world.ts'

const count = query<{ day: string; because: string; at: number }, { count: bigint }>()`
  insert into vault.refusal (day, because, count, last_at_ms) values (${'day'}::date, ${'because'}, 1, ${'at'})
  on conflict (day, because) do update set count = vault.refusal.count + 1, last_at_ms = excluded.last_at_ms
  returning count`

const since = query<{ day: string }, { because: string; count: bigint; last: bigint }>()`
  select because, sum(count)::bigint as count, max(last_at_ms) as last from vault.refusal where day >= ${'day'}::date
   group by because order by because limit 20`

/**
 * Counts a ciphertext that did not verify, in a transaction of its own, and raises the alarm at the first of a day and at each
 * power of ten: somebody must come, but a list of altered rows read every minute must not fill the log.
 */
export async function countRefusal(w: World, day: Day, because: string): Promise<void> {
  await transaction(
    w,
    async (i) => {
      const sofar = Number((await one(i, count, { day, because, at: i.now() })).count)
      if (/^10*$/.test(String(sofar))) await emit(i, 'vault.alarm', { object: `vault:${because}`, count: sofar })
    },
    { unrecorded: 'a counter of attempts; what was refused changed nothing' },
  )
}

/** Refused ciphertexts since a day, by reason. */
export async function refusalsSince(w: World, day: Day): Promise<{ because: string; count: number; lastAt: number }[]> {
  return (await many(w, since, { day })).map((row) => ({
    because: row.because,
    count: Number(row.count),
    lastAt: Number(row.last),
  }))
}

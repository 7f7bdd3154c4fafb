import { everyVersion } from '../vault/searchHash.ts'
import { maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'

// One statement, so that tries made at once are counted one after the other. No row comes back while it is locked; the last
// allowed try locks what comes after it.
const take = query<{ key: string; at: number; from: number; most: number; until: number }, { failed: number }>()`
  insert into identity.failure as f (key, failed, since_ms) values (${'key'}, 1, ${'at'})
  on conflict (key) do update
    set failed = case when f.locked_until_ms is not null or f.since_ms < ${'from'} then 1 else f.failed + 1 end,
        since_ms = case when f.locked_until_ms is not null or f.since_ms < ${'from'} then ${'at'}::bigint else f.since_ms end,
        locked_until_ms = case when f.locked_until_ms is null and f.since_ms >= ${'from'} and f.failed + 1 >= ${'most'}::int
                               then ${'until'}::bigint end
  where f.locked_until_ms is null or f.locked_until_ms <= ${'at'}
  returning failed`

const locked = query<{ key: string }, { locked_until_ms: bigint | null }>()`
  select locked_until_ms from identity.failure where key = ${'key'}`

const drop = query<{ keys: string[] }>()`delete from identity.failure where key = any(${'keys'}::text[])`

// While the vault's search key changes, the count goes on under the new hash instead of beginning anew.
const adopt = query<{ key: string; olds: string[] }>()`
  update identity.failure set key = ${'key'}
   where key = any(${'olds'}::text[]) and not exists (select from identity.failure where key = ${'key'})`

const forget = query<{ before: number }>()`
  delete from identity.failure where since_ms < ${'before'} and coalesce(locked_until_ms, 0) < ${'before'}`

/** Takes one try and answers how many were taken; null when none is left. */
export const takeOne = async (
  i: Inside,
  tried: { key: string; at: number; from: number; most: number; until: number },
): Promise<number | null> => {
  const olds = (await everyVersion(i, tried.key)).slice(1)
  if (olds.length > 0) await run(i, adopt, { key: tried.key, olds })
  return (await maybe(i, take, tried))?.failed ?? null
}

export async function lockedUntil(w: World, key: string): Promise<number | null> {
  const row = await maybe(w, locked, { key })
  const until = row?.locked_until_ms ?? null
  return until === null ? null : Number(until)
}

export const forgetFailures = async (i: Inside, key: string): Promise<number> =>
  run(i, drop, { keys: await everyVersion(i, key) })

export const forgetOldFailures = (i: Inside, before: number): Promise<number> => run(i, forget, { before })

import { many, maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'

/** A hand-over as it is kept. `leaf` and `size` are null until its record has a number and a checkpoint covers it. */
export type HandOverRow = {
  number: number
  record: string
  from: string
  to: string
  askedAt: number
  leaf: number | null
  /** The first checkpoint that covers it: the one both keys sign. */
  size: number | null
  signedAt: number | null
}

/** The key is handed over at most so often: each receipt carries all of it. */
export const handOversMax = 100

const list = query<
  { most: number },
  {
    number: number
    record: string
    from_key: string
    to_key: string
    at_ms: bigint
    leaf: bigint | null
    size: bigint | null
    signed_ms: bigint | null
  }
>()`
  select h.number, h.record, h.from_key, h.to_key, h.at_ms, l.number as leaf, c.size, c.at_ms as signed_ms
    from audit.hand_over h
    left join audit.leaf l on l.record = h.record
    left join lateral (
      select size, at_ms from audit.checkpoint where size > l.number order by size limit 1) c on true
   order by h.number limit ${'most'}`

const insert = query<{ number: number; record: string; from: string; to: string; at: number }>()`
  insert into audit.hand_over (number, record, from_key, to_key, at_ms)
  values (${'number'}, ${'record'}::uuid, ${'from'}, ${'to'}, ${'at'}) on conflict do nothing`

const first = query<Record<never, never>, { at_ms: bigint }>()`
  select at_ms from audit.checkpoint order by size limit 1`

/** Every hand-over that was asked for, oldest first. */
export const readHandOvers = async (w: World | Inside): Promise<HandOverRow[]> =>
  (await many(w, list, { most: handOversMax })).map((row) => ({
    number: row.number,
    record: row.record,
    from: row.from_key,
    to: row.to_key,
    askedAt: Number(row.at_ms),
    leaf: row.leaf === null ? null : Number(row.leaf),
    size: row.size === null ? null : Number(row.size),
    signedAt: row.signed_ms === null ? null : Number(row.signed_ms),
  }))

/** False when somebody else asked for the same one first. */
export const addHandOver = async (
  i: Inside,
  row: Pick<HandOverRow, 'number' | 'record' | 'from' | 'to'>,
): Promise<boolean> => (await run(i, insert, { ...row, at: i.now() })) === 1

/** When the log signed for the first time; null before. */
export async function firstSignedAt(w: World): Promise<number | null> {
  const row = await maybe(w, first, {})
  return row && Number(row.at_ms)
}

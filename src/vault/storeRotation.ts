import { many, maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { Rotation } from './rotation.ts'

type Row = Pick<Rotation, 'id' | 'what' | 'suite' | 'actor'> & {
  asked_at_ms: bigint
  keys_total: number
  keys_done: number
  values_done: number
  done_at_ms: bigint | null
}

const insert = query<Pick<Rotation, 'id' | 'what' | 'suite' | 'actor' | 'askedAt' | 'keysTotal'>>()`
  insert into vault.rotation (id, what, suite, actor, asked_at_ms, keys_total)
  values (${'id'}, ${'what'}, ${'suite'}, ${'actor'}, ${'askedAt'}, ${'keysTotal'}) on conflict do nothing`

const open = query<{ what: string }, Row>()`
  select id, what, suite, actor, asked_at_ms, keys_total, keys_done, values_done, done_at_ms
    from vault.rotation where what = ${'what'} and done_at_ms is null`

const last = query<Record<never, never>, Row>()`
  select id, what, suite, actor, asked_at_ms, keys_total, keys_done, values_done, done_at_ms
    from vault.rotation order by id desc limit 10`

const advance = query<{ id: string; keys: number; values: number }>()`
  update vault.rotation set keys_done = keys_done + ${'keys'}::int, values_done = values_done + ${'values'}::int
   where id = ${'id'} and done_at_ms is null`

const finish = query<{ id: string; at: number }>()`
  update vault.rotation set done_at_ms = ${'at'} where id = ${'id'} and done_at_ms is null`

/** False when one of this kind is already under way. */
export const insertRotation = async (i: Inside, rotation: Rotation): Promise<boolean> =>
  (await run(i, insert, rotation)) === 1

export async function openRotation(w: World, what: Rotation['what']): Promise<Rotation | null> {
  const row = await maybe(w, open, { what })
  return row && toRotation(row)
}

/** The last ten, newest first. */
export const lastRotations = async (w: World): Promise<Rotation[]> => (await many(w, last, {})).map(toRotation)

export const advanceRotation = (i: Inside, id: string, keys: number, values: number): Promise<number> =>
  run(i, advance, { id, keys, values })

export const finishRotation = async (i: Inside, id: string): Promise<boolean> =>
  (await run(i, finish, { id, at: i.now() })) === 1

const toRotation = ({ asked_at_ms, keys_total, keys_done, values_done, done_at_ms, ...same }: Row): Rotation => ({
  ...same,
  askedAt: Number(asked_at_ms),
  keysTotal: keys_total,
  keysDone: keys_done,
  valuesDone: values_done,
  doneAt: done_at_ms === null ? null : Number(done_at_ms),
})

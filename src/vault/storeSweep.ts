import { maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'

/** How far a rotation has gone through the ciphertexts of one keeper. */
export type Sweep = { rotation: string; keeper: string; after: string; done: boolean }

const read = query<{ rotation: string; keeper: string }, Pick<Sweep, 'after' | 'done'>>()`
  select after, done from vault.sweep where rotation = ${'rotation'} and keeper = ${'keeper'}`
const keep = query<Sweep>()`
  insert into vault.sweep (rotation, keeper, after, done)
  values (${'rotation'}, ${'keeper'}, ${'after'}, ${'done'})
  on conflict (rotation, keeper) do update set after = excluded.after, done = excluded.done`

export const readSweep = async (w: World, rotation: string, keeper: string): Promise<Pick<Sweep, 'after' | 'done'>> =>
  (await maybe(w, read, { rotation, keeper })) ?? { after: '', done: false }

export const keepSweep = (i: Inside, sweep: Sweep): Promise<number> => run(i, keep, sweep)

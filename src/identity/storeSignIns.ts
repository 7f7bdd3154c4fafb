import { maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'

type SignInRow = { id: string; person: string; method: string; madeAt: number; expiresAt: number }
const insert = query<SignInRow>()`
  insert into identity.sign_in (id, person, method, made_at_ms, expires_at_ms)
  values (${'id'}, ${'person'}, ${'method'}, ${'madeAt'}, ${'expiresAt'})`

const open = query<{ id: string; at: number }, { person: string; method: string }>()`
  select person, method from identity.sign_in where id = ${'id'} and ended_at_ms is null and expires_at_ms > ${'at'}`

const end = query<{ id: string; at: number }>()`
  update identity.sign_in set ended_at_ms = ${'at'} where id = ${'id'} and ended_at_ms is null and expires_at_ms > ${'at'}`

const forget = query<{ before: number }>()`delete from identity.sign_in where expires_at_ms < ${'before'}`

export async function saveSignIn(i: Inside, made: SignInRow): Promise<void> {
  await run(i, insert, made)
}

/** A sign-in that waits for its second factor. */
export const openSignIn = (w: World, id: string, at: number): Promise<{ person: string; method: string } | null> =>
  maybe(w, open, { id, at })

/** True for the one that ends it. */
export const endSignIn = async (i: Inside, id: string): Promise<boolean> =>
  (await run(i, end, { id, at: i.now() })) === 1

export const forgetSignIns = (i: Inside, before: number): Promise<number> => run(i, forget, { before })

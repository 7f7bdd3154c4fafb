import type { TestWorld } from '../../test/house.ts'
import { transaction } from '../world/command.ts'
import type { Inside } from '../world/world.ts'

/** A consumer of a test, entered as a sign-up would. */
export async function person(w: TestWorld, last: string, createdAt = w.now()): Promise<string> {
  const id = `con_01k5xg3v00000000000000000${last}`
  await w.db.pool.query(
    `insert into identity.consumer (id, phone_token, phone_hash, phone_masked, created_at_ms) values ($1, $2, $3, $4, $5)`,
    [id, `tok_${last}`, `hash_${last}`, `138****000${last}`, createdAt],
  )
  return id
}

/** One transaction of a test. */
export const inside = <T>(w: TestWorld, work: (i: Inside) => Promise<T>): Promise<T> => transaction(w, work)

import { everyVersion } from '../vault/searchHash.ts'
import { maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'

/** A consumer: known by a phone that only the vault holds. */
export type Consumer = { id: string; phoneToken: string; phoneHash: string; phoneMasked: string; createdAt: number }

type Row = { id: string; phone_token: string; phone_hash: string; phone_masked: string; created_at_ms: bigint }

const insert = query<Consumer>()`
  insert into identity.consumer (id, phone_token, phone_hash, phone_masked, created_at_ms)
  values (${'id'}, ${'phoneToken'}, ${'phoneHash'}, ${'phoneMasked'}, ${'createdAt'})
  on conflict (phone_hash) do nothing`

const byId = query<{ id: string }, Row>()`
  select id, phone_token, phone_hash, phone_masked, created_at_ms from identity.consumer where id = ${'id'}`

const byPhone = query<{ hashes: string[] }, Row>()`
  select id, phone_token, phone_hash, phone_masked, created_at_ms from identity.consumer where phone_hash = any(${'hashes'}::text[])`

/** False when somebody with this phone is known already. */
export const saveConsumer = async (i: Inside, consumer: Consumer): Promise<boolean> =>
  (await run(i, insert, consumer)) === 1

export async function consumerById(w: World, id: string): Promise<Consumer | null> {
  const row = await maybe(w, byId, { id })
  return row && toConsumer(row)
}

export async function consumerByPhone(w: World | Inside, hash: string): Promise<Consumer | null> {
  const row = await maybe(w, byPhone, { hashes: await everyVersion(w, hash) })
  return row && toConsumer(row)
}

const toConsumer = (row: Row): Consumer => ({
  id: row.id,
  phoneToken: row.phone_token,
  phoneHash: row.phone_hash,
  phoneMasked: row.phone_masked,
  createdAt: Number(row.created_at_ms),
})

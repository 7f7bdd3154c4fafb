import type { World } from '../world/world.ts'

/** Does what only the owner of the tables may do, for a test that sets an older state up. */
export async function asOwner(w: World, statement: string): Promise<void> {
  const client = await w.db.pool.connect()
  try {
    await client.query('set role none')
    await client.query(statement)
  } finally {
    client.release(true)
  }
}

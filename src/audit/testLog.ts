import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { World } from '../world/world.ts'

/** Records so many things done, for a test of the log. */
export async function writeRecords(w: World, count: number, act = 'test.write'): Promise<void> {
  for (let from = 0; from < count; from += 5_000) {
    await transaction(w, async (i) => {
      for (let n = from; n < Math.min(from + 5_000, count); n++) record(i, { act, object: `thing:${n}`, facts: { n } })
    })
  }
}

/** Does what only the owner of the tables with the triggers off can do. */
export async function asSuperuser(w: World, statement: string): Promise<void> {
  const client = await w.db.pool.connect()
  try {
    await client.query('set role none')
    await client.query('set session_replication_role = replica')
    await client.query(statement)
  } finally {
    client.release(true)
  }
}

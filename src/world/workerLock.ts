import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'

const lockNumber = 4_700_002
// A killed process's connections end within moments; after this long, whoever still holds the lock is alive.
const tries = 20
const pauseMs = 100

/**
 * Says that a worker of this process is alive, as long as the connection lives, and frees the jobs that dead ones had locked:
 * their locks would keep an inquiry or a refund asleep for the four hours that graphile-worker waits. Jobs are only freed when
 * no other worker is alive, because a lock does not tell whose it is. `isFirst`: this process has not answered anybody yet.
 */
export async function holdWorkerLock(
  pool: pg.Pool,
  { isFirst, onLost }: { isFirst: boolean; onLost: () => void },
): Promise<{ release(): void }> {
  const client = await pool.connect()
  client.on('error', onLost)
  try {
    if (await isAlone(client)) {
      await client.query(
        `select graphile_worker.force_unlock_workers(array_agg(distinct locked_by))
           from graphile_worker._private_jobs where locked_by is not null having count(*) > 0`,
      )
      // Nobody is left to give the answers that were begun: their keys are free at once, not after their lease.
      if (isFirst) await client.query('delete from world.answer where answered_ms is null')
      await client.query('select pg_advisory_lock_shared($1), pg_advisory_unlock($1)', [lockNumber])
    } else await client.query('select pg_advisory_lock_shared($1)', [lockNumber])
  } catch (error) {
    client.release(true)
    throw error
  }
  // Closed rather than given back, so that its lock goes with it.
  return { release: () => client.release(true) }
}

async function isAlone(client: pg.PoolClient): Promise<boolean> {
  for (let turn = 0; turn < tries; turn++) {
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [lockNumber])
    if (rows[0]?.got) return true
    await sleep(pauseMs)
  }
  return false
}

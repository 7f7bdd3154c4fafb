import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, parseCronItems, type Runner, runOnce, run as runWorker, type TaskList } from 'graphile-worker'
import pg from 'pg'
import { system } from './actor.ts'
import type { Json } from './command.ts'
import { deliver, type Reaction } from './events.ts'
import { query, run } from './sql.ts'
import { holdWorkerLock } from './workerLock.ts'
import type { Inside, World } from './world.ts'

/** What the clock starts. A job may run more than once, so it looks before it acts. */
export type Job = {
  name: string
  /** When the clock starts it by itself: a crontab pattern in UTC, such as every five minutes. */
  every?: string
  run(w: World, payload: { [key: string]: Json }): Promise<void>
}

const put = query<{ name: string; payload: object; due: number }>()`
  select world.add_job(${'name'}, ${'payload'}::jsonb, ${'due'}::bigint)`

/** Schedules a job for a moment of the world's clock, in the same transaction as the change that needs it. */
export async function addJob(i: Inside, name: string, payload: { [key: string]: Json }, at: number): Promise<void> {
  await run(i, put, { name, payload, due: at + i.jobShiftMs })
}

/** Starts the worker that runs jobs and delivers events until it is stopped. Goes on by itself after the database was away. */
export async function startJobs(
  w: World,
  jobs: readonly Job[],
  reactions: readonly Reaction[],
): Promise<{ stop(): Promise<void> }> {
  const pool = ownerPool(w)
  const tasks = tasksOf(w, jobs, reactions)
  let isStopping = false
  let turn = await begun(w, pool, { tasks, jobs, isFirst: true })
  const keepOn = async (): Promise<void> => {
    while (!isStopping) {
      await turn.ended
      if (isStopping) return
      w.log.warn({}, 'the job worker ended and is started again')
      for (let isUp = false; !isUp && !isStopping; ) {
        await sleep(againMs)
        await begun(w, pool, { tasks, jobs, isFirst: false }).then(
          (next) => {
            turn = next
            isUp = true
          },
          () => undefined, // the database is still away
        )
      }
    }
  }
  const kept = keepOn()
  return {
    stop: async () => {
      isStopping = true
      await turn.stop()
      await kept
      await turn.stop() // one that came up in this very moment
      await pool.end()
    },
  }
}

type Begin = { tasks: TaskList; jobs: readonly Job[]; isFirst: boolean }
type Turn = { ended: Promise<void>; stop(): Promise<void> }

const againMs = 500

// graphile-worker 0.18 does not wait for its own report of a finished job: without batches a database that dies in that moment
// ends the whole process by an unhandled rejection. In batches it ends only the worker, and the next turn begins.
async function begun(w: World, pool: pg.Pool, { tasks, jobs, isFirst }: Begin): Promise<Turn> {
  const alarm = { ring: (): void => undefined }
  const lock = await holdWorkerLock(pool, { isFirst, onLost: () => alarm.ring() })
  let runner: Runner
  try {
    runner = await runWorker({
      pgPool: pool,
      taskList: tasks,
      parsedCronItems: parseCronItems(
        jobs.flatMap(({ name, every }) => (every === undefined ? [] : [{ task: name, match: every }])),
      ),
      concurrency: 4,
      pollInterval: 1_000,
      noHandleSignals: true,
      logger: quiet(w),
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    })
  } catch (error) {
    lock.release()
    throw error
  }
  let hasEnded = false
  const ended = runner.promise
    .catch((error: Error) => w.log.error({ error: error.message }, 'the job worker ended'))
    .then(() => {
      hasEnded = true
      lock.release()
    })
  const stop = async (): Promise<void> => {
    if (!hasEnded) await runner.stop().catch(() => undefined) // it ends by itself, of what it has already told
    await ended
  }
  alarm.ring = () => void stop()
  return { ended, stop }
}

/** Runs everything that is due on the world's (moved) clock, and what that makes due, until nothing is left. For tests and sample data. */
export async function runDueJobs(w: World, jobs: readonly Job[], reactions: readonly Reaction[]): Promise<void> {
  const pool = ownerPool(w)
  try {
    for (let round = 0; round < 1_000; round++) {
      const due = await pool.query(
        `update graphile_worker._private_jobs set run_at = now() - interval '1 second'
          where run_at <= to_timestamp($1::bigint / 1000.0) and locked_at is null and (attempts = 0 or $2)`,
        [w.now() + w.jobShiftMs, round === 0], // what failed before is tried once a call
      )
      if (due.rowCount === 0) return
      await runOnce({ pgPool: pool, taskList: tasksOf(w, jobs, reactions), noHandleSignals: true, logger: quiet(w) })
    }
    throw new Error('jobs keep making jobs: 1,000 rounds')
  } finally {
    await pool.end()
  }
}

function tasksOf(w: World, jobs: readonly Job[], reactions: readonly Reaction[]): TaskList {
  const tasks: TaskList = { event: (payload) => deliver(w, reactions, (payload as { id: string }).id) }
  for (const job of jobs)
    tasks[job.name] = (payload) => job.run({ ...w, actor: system(job.name) }, payload as { [key: string]: Json })
  return tasks
}

// graphile-worker's tables are its owner's; the application role reaches them only through world.add_job.
function ownerPool(w: World): pg.Pool {
  const pool = new pg.Pool({ connectionString: w.db.url, max: 6, application_name: 'covenant-jobs' })
  pool.on('error', (error) => w.log.warn({ error: error.message }, 'a connection of the job worker was lost'))
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

const quiet = (w: World): Logger =>
  new Logger(() => (level, message) => {
    if (level === 'error') w.log.error({ message }, 'job failed')
    else if (level === 'warning') w.log.warn({ message }, 'job worker')
  })

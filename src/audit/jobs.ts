import { minuteMs, secondMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import { addJob, type Job } from '../world/jobs.ts'
import type { World } from '../world/world.ts'
import { sequenceWaiting } from './sequence.ts'
import { checkAll, checkSlice } from './watch.ts'

const everyMs = 2 * secondMs
// A step that finds a long queue (the sandbox's first start) leaves the worker to others now and then.
const batchesOfStep = 4

/**
 * Numbers what waits, then asks to be called again two seconds later, until the clock starts the next round of the minute. One
 * round too many is harmless: a second sequencer finds the first at work.
 */
async function step(w: World, until: number): Promise<void> {
  const numbered = await sequenceWaiting(w, batchesOfStep)
  const next = numbered >= batchesOfStep * 1_000 ? w.now() : w.now() + everyMs
  if (next >= until) return
  await transaction(w, (i) => addJob(i, 'audit.sequence_on', { until }, next), {
    unrecorded: 'that the sequencer goes on is no change of anything',
  })
}

// The first check of a fresh installation, when what the start wrote has its numbers.
const firstCheckMs = 20 * secondMs

/** Starts the sequencer now instead of at the next full minute, and a check soon after. */
export async function wakeSequencer(w: World): Promise<void> {
  await transaction(
    w,
    async (i) => {
      await addJob(i, 'audit.sequence', {}, w.now())
      await addJob(i, 'audit.check', {}, w.now() + firstCheckMs)
    },
    { unrecorded: 'that the sequencer wakes is no change of anything' },
  )
}

/** What the clock starts for the log. */
export const auditJobs: Job[] = [
  { name: 'audit.sequence', every: '* * * * *', run: (w) => step(w, w.now() + minuteMs - everyMs) },
  { name: 'audit.sequence_on', run: (w, payload) => step(w, Number(payload['until'] ?? 0)) },
  { name: 'audit.check', every: '*/5 * * * *', run: checkSlice },
  { name: 'audit.check_all', every: '41 2 * * *', run: checkAll },
]

import { assert } from '../base/assert.ts'
import { isDay } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import type { Job } from '../world/jobs.ts'
import { record } from '../world/record.ts'
import { rematch, rematchJob } from './rematch.ts'
import { approvedResolution } from './resolveOrAsk.ts'
import { runDayAgain, runDayJob } from './runDay.ts'
import { lockReconciliation } from './store.ts'

/** What the clock starts for reconciliation: fetching a day's bill, and looking again at what was open. */
export const reconciliationJobs: Job[] = [
  approvedResolution.job,
  {
    name: runDayJob,
    run: async (w, { wallet, day }) => {
      assert(
        typeof wallet === 'string' && typeof day === 'string' && isDay(day),
        'a reconciliation names wallet and day',
      )
      await runDayAgain(w, { wallet, day })
    },
  },
  {
    name: rematchJob,
    run: async (w, { reconciliation }) => {
      assert(typeof reconciliation === 'string', 'looking again names the reconciliation')
      await transaction(w, async (i) => {
        const day = await lockReconciliation(i, reconciliation)
        if (!day) return
        await rematch(i, day)
        record(i, { act: 'reconciliation.rematch', object: day.id })
      })
    },
  },
]

import { assert } from '../base/assert.ts'
import type { Job } from '../world/jobs.ts'
import { closeDue, closeDueJob } from './closeDue.ts'
import { approvedPaid } from './confirmOrAsk.ts'

/** What the clock starts for settlement: each partner's days close at their cut-off. */
export const settlementJobs: Job[] = [
  approvedPaid.job,
  {
    name: closeDueJob,
    run: async (w, { partner }) => {
      assert(typeof partner === 'string', 'closing days names the partner')
      await closeDue(w, partner)
    },
  },
]

import type { Job } from '../world/jobs.ts'
import { watchClauses } from './watchClauses.ts'

/** What the clock starts for obligations: monitoring clauses are looked at every five minutes. */
export const obligationJobs: Job[] = [
  {
    name: 'obligations.watch',
    every: '*/5 * * * *',
    run: async (w) => {
      await watchClauses(w)
    },
  },
]

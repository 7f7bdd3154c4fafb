import type { Job } from '../world/jobs.ts'
import { expireHolds } from './hold.ts'

/** What the clock starts for the ledger: a hold with an end makes its own job when it is booked. */
export const jobs: Job[] = [
  {
    name: 'ledger.expire_holds',
    run: async (w) => {
      for (let round = 0; round < 20; round++) if ((await expireHolds(w)) === 0) return
    },
  },
]

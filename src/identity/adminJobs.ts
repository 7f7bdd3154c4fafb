import { transaction } from '../world/command.ts'
import type { Job } from '../world/jobs.ts'
import { dropRequestNonces } from './storeApiKeys.ts'
import { dropSignOnAttempts } from './storeSignOn.ts'

/** What administration clears away by itself: numbers of signed requests and sign-ins whose time is over. */
export const adminJobs: readonly Job[] = [
  {
    name: 'identity.forget_numbers',
    every: '*/10 * * * *',
    run: async (w) => {
      await transaction(
        w,
        async (i) => {
          await dropRequestNonces(i, w.now())
          await dropSignOnAttempts(i, w.now())
        },
        { unrecorded: 'their time is over, so they could not be used any more' },
      )
    },
  },
]

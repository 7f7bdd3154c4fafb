import { dayMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import type { Job } from '../world/jobs.ts'
import type { World } from '../world/world.ts'
import { forgetOldFailures } from './storeFailures.ts'
import { forgetSignIns } from './storeSignIns.ts'
import { forgetStepUps } from './storeStepUps.ts'

// What is over is of use for a support call of the next day and for nothing else.
const keptMs = 2 * dayMs

/** What signing in leaves behind and the house clears away: sign-ins and step-ups that are over, and old counts of tries. */
export const identityJobs: readonly Job[] = [
  {
    name: 'identity.forget_sign_ins',
    every: '41 * * * *',
    run: async (w: World) => {
      const before = w.now() - keptMs
      await transaction(
        w,
        async (i) => {
          await forgetSignIns(i, before)
          await forgetStepUps(i, before)
          await forgetOldFailures(i, before)
        },
        { unrecorded: 'what is over opens nothing; the sessions and confirmations themselves are recorded' },
      )
    },
  },
]

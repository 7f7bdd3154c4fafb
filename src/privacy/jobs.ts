import { assert } from '../base/assert.ts'
import { isId } from '../base/id.ts'
import { transaction } from '../world/command.ts'
import type { Job } from '../world/jobs.ts'
import { approvedPurpose, approvedRecipient, approvedText } from './catalogueOrAsk.ts'
import { alarmIfOverdue } from './handleRequest.ts'
import { approvedLift } from './liftOrAsk.ts'
import { eraseTonight } from './night.ts'

/** What the clock starts for privacy: the night of retention (03:30 in Shanghai) the alarm of a late request, and approved changes. */
export const privacyJobs: Job[] = [
  approvedPurpose.job,
  approvedText.job,
  approvedRecipient.job,
  approvedLift.job,
  { name: 'privacy.night', every: '30 19 * * *', run: async (w) => void (await eraseTonight(w)) },
  {
    name: 'privacy.overdue',
    run: async (w, { request }) => {
      assert(typeof request === 'string' && isId('prq', request), 'an alarm names its request')
      await transaction(w, (i) => alarmIfOverdue(i, request))
    },
  },
]

import { assert } from '../base/assert.ts'
import type { Reaction } from '../world/events.ts'
import type { Job } from '../world/jobs.ts'
import { expireApprovalJob } from './approvalFor.ts'
import { applyPolicy } from './changePolicy.ts'
import { expireApproval } from './decideApproval.ts'
import { whenApproved } from './whenApproved.ts'

const policy = whenApproved('identity.change_policy', (w, approval) => applyPolicy(w, approval))

/** What the clock starts for approvals: the end of those nobody decided, and an approved change of the policy. */
export const approvalJobs: Job[] = [
  {
    name: expireApprovalJob,
    run: async (w, { approval }) => {
      assert(typeof approval === 'string', 'an expiry names its approval')
      await expireApproval(w, approval)
    },
  },
  policy.job,
]

/** What approvals hear of themselves. */
export const approvalReactions: Reaction[] = [policy.reaction]

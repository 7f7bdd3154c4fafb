import { assert } from '../base/assert.ts'
import type { Reaction } from '../world/events.ts'
import type { Job } from '../world/jobs.ts'
import { expireApprovalJob } from './approvalFor.ts'
import { applyPolicy } from './changePolicy.ts'
import { expireApproval } from './decideApproval.ts'
import { applyRoleChange } from './roleApproval.ts'
import { whenApproved } from './whenApproved.ts'

const role = whenApproved('identity.change_role', (w, approval) => applyRoleChange(w, approval))
const policy = whenApproved('identity.change_policy', (w, approval) => applyPolicy(w, approval))

/** What the clock starts for approvals: the end of those nobody decided, and approved changes of roles and of the policy. */
export const approvalJobs: Job[] = [
  {
    name: expireApprovalJob,
    run: async (w, { approval }) => {
      assert(typeof approval === 'string', 'an expiry names its approval')
      await expireApproval(w, approval)
    },
  },
  role.job,
  policy.job,
]

/** What approvals hear of themselves. */
export const approvalReactions: Reaction[] = [role.reaction, policy.reaction]

import { assert } from '../base/assert.ts'
import type { Reaction } from '../world/events.ts'
import type { Job } from '../world/jobs.ts'
import { expireApprovalJob } from './approvalFor.ts'
import { applyPolicy } from './changePolicy.ts'
import { expireApproval } from './decideApproval.ts'
import { expireIssueJob, expireKeyIssue, offerKey } from './keyIssue.ts'
import { applyNewRole, applyRoleChange, applyRoleRemoval } from './roleApproval.ts'
import { applyGivenRole } from './userRoleApproval.ts'
import { whenApproved } from './whenApproved.ts'

const approved = [
  whenApproved('identity.change_role', (w, approval) => applyRoleChange(w, approval)),
  whenApproved('identity.make_role', applyNewRole),
  whenApproved('identity.remove_role', applyRoleRemoval),
  whenApproved('identity.give_role', applyGivenRole),
  whenApproved('identity.issue_key', offerKey),
  whenApproved('identity.change_policy', (w, approval) => applyPolicy(w, approval)),
]

/** What the clock starts for approvals: the end of those nobody decided, approved keys nobody collected, and approved acts of administration. */
export const approvalJobs: Job[] = [
  {
    name: expireApprovalJob,
    run: async (w, { approval }) => {
      assert(typeof approval === 'string', 'an expiry names its approval')
      await expireApproval(w, approval)
    },
  },
  {
    name: expireIssueJob,
    run: async (w, { approval }) => {
      assert(typeof approval === 'string', 'an issue names its approval')
      await expireKeyIssue(w, approval)
    },
  },
  ...approved.map(({ job }) => job),
]

/** What approvals hear of themselves. */
export const approvalReactions: Reaction[] = approved.map(({ reaction }) => reaction)

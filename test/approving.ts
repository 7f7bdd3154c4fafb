import { approvalJobs, approvalReactions } from '../src/identity/approvalJobs.ts'
import { decideApproval } from '../src/identity/decideApproval.ts'
import { approvalById } from '../src/identity/storeApprovals.ts'
import type { whenApproved } from '../src/identity/whenApproved.ts'
import { runDueJobs } from '../src/world/jobs.ts'
import type { Who } from '../src/world/route.ts'
import type { TestWorld } from './house.ts'

// For tests of acts that need a second person.

/** Somebody of the institution who may decide, by role. */
export const checker = (id: string, role: string): Who => ({
  kind: 'user',
  session: null,
  assurance: { methods: [], factors: 0, at: 0 },
  id,
  name: id,
  org: 'institution',
  orgKind: 'institution',
  role,
  permissions: new Set(['approvals.read', 'approvals.decide']),
})

/** One person grants what waits, having read it; the module that asked then carries out what is granted. */
export async function grantAs(
  w: TestWorld,
  who: Who,
  approval: string,
  approved: ReturnType<typeof whenApproved>,
): Promise<void> {
  const digest = (await approvalById(w, approval))?.digest ?? ''
  await decideApproval(w, who, { approval, decision: 'grant', digest, comment: null })
  await runDueJobs(w, [...approvalJobs, approved.job], [...approvalReactions, approved.reaction])
}

import { expect, test } from 'vitest'
import { checker } from '../../test/approving.ts'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { runDueJobs } from '../world/jobs.ts'
import type { Who } from '../world/route.ts'
import type { Approval } from './approval.ts'
import { approvalJobs, approvalReactions } from './approvalJobs.ts'
import { unconfirmed } from './confirmAdmin.ts'
import { decideApproval } from './decideApproval.ts'
import { permissionsOf } from './role.ts'
import { applyRoleChange, askRoleChange } from './roleApproval.ts'
import { changeRole } from './rolesChange.ts'
import { permissionsOfRole } from './rolesKnown.ts'
import { approvalById } from './storeApprovals.ts'
import { person } from './testApprovals.ts'

const wider = { role: 'business', permissions: [...permissionsOf.business, 'payments.refund'], version: 0 }

async function asked(w: TestWorld, who: Who): Promise<Approval> {
  const approval = await askRoleChange(w, who, wider, unconfirmed)
  if (approval === null) throw new Error('the policy asks for nobody')
  return approval
}

async function grant(w: TestWorld, who: Who, { id, digest }: Approval): Promise<void> {
  await decideApproval(w, who, { approval: id, decision: 'grant', digest, comment: null })
  await runDueJobs(w, approvalJobs, approvalReactions)
}

test('what a role may do changes only when another person has granted exactly that change', async () => {
  const w = await testWorld()
  const admin = await person(w, 'administrator')
  const approval = await asked(w, admin)
  expect(await permissionsOfRole(w, 'business')).not.toContain('payments.refund')
  const own = { approval: approval.id, decision: 'grant', digest: approval.digest, comment: null } as const
  await expect(decideApproval(w, admin, own)).rejects.toMatchObject({ code: 'identity.maker_checks' })
  await grant(w, checker('usr_su', 'compliance'), approval)
  expect(await permissionsOfRole(w, 'business')).toContain('payments.refund')
  expect((await approvalById(w, approval.id))?.state).toBe('done')
})

test('an approved change that another change overtook fails and says so', async () => {
  const w = await testWorld()
  const admin = await person(w, 'administrator')
  const approval = await asked(w, admin)
  await changeRole(w, admin, { role: 'business', permissions: ['log.read'], version: 0 })
  await grant(w, checker('usr_su', 'compliance'), approval)
  expect(await approvalById(w, approval.id)).toMatchObject({
    state: 'failed',
    outcome: { refused: { code: 'identity.role_changed' } },
  })
  expect(await permissionsOfRole(w, 'business')).toEqual(['log.read'])
})

test('carried out twice, an approved change is made once', async () => {
  const w = await testWorld()
  const approval = await asked(w, await person(w, 'administrator'))
  await applyRoleChange(w, approval)
  await applyRoleChange(w, approval)
  expect(await permissionsOfRole(w, 'business')).toContain('payments.refund')
})

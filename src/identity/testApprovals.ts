import type { TestWorld } from '../../test/house.ts'
import { newId } from '../base/id.ts'
import { money } from '../base/money.ts'
import { hourMs } from '../base/time.ts'
import { command, transaction } from '../world/command.ts'
import { runDueJobs } from '../world/jobs.ts'
import type { Who } from '../world/route.ts'
import type { Approval, ApprovalAsk } from './approval.ts'
import { approvalFor } from './approvalFor.ts'
import { approvalJobs, approvalReactions } from './approvalJobs.ts'
import { grantAct } from './approvalRoutes.ts'
import { decideApproval } from './decideApproval.ts'
import { employ } from './employ.ts'
import { type Permission, permissionsOf, type Role } from './role.ts'
import { approvalById } from './storeApprovals.ts'
import { confirmStepUp, saveStepUp } from './storeStepUps.ts'
import { whenApproved } from './whenApproved.ts'

// For tests of approvals: people, a refund they ask for, and a module that carries it out.

const institution = { org: 'institution', orgKind: 'institution' } as const

export async function person(w: TestWorld, role: Role, where: { org: string; orgKind: Who['orgKind'] } = institution) {
  const id = newId('usr', w.now(), w.random)
  const name = { zh: `${role}甲`, en: `${role} A` }
  await transaction(w, (i) => employ(i, { id, name, role, active: true, org: where.org, orgKind: 'institution' }))
  const permissions: ReadonlySet<Permission> = new Set(permissionsOf[role])
  const who: Who = {
    ...signedInForTests,
    session: `ses_of_${id}`,
    kind: 'user',
    id,
    name: name.en,
    role,
    permissions,
    ...where,
  }
  return who
}
const signedInForTests = { session: null, assurance: { methods: [], factors: 0, at: 0 } } as unknown as Who

export const refundOf = (minor: bigint, note = ''): ApprovalAsk => ({
  act: 'payments.refund',
  object: 'pay_1',
  amount: money('CNY', minor),
  payee: { zh: '付款人', en: 'the payer' },
  input: { payment: 'pay_1', minor: String(minor), reason: note },
  summary: { zh: '退款', en: 'a refund' },
})

export async function ask(w: TestWorld, who: Who, wish: ApprovalAsk): Promise<Approval | null> {
  return await transaction(w, (i) => approvalFor(i, who, wish))
}
export const asked = async (w: TestWorld, who: Who, wish: ApprovalAsk): Promise<Approval> => {
  const approval = await ask(w, who, wish)
  if (approval === null) throw new Error('the policy asks for nobody')
  return approval
}
export const grant = (w: TestWorld, who: Who, { id, digest }: Approval) =>
  decideApproval(w, who, { approval: id, decision: 'grant', digest, comment: null })
export const refuse = (w: TestWorld, who: Who, { id, digest }: Approval) =>
  decideApproval(w, who, { approval: id, decision: 'refuse', digest, comment: '金额有误' })
export const stateOf = async (w: TestWorld, { id }: Approval) => (await approvalById(w, id))?.state

/** A step-up of this person's session for granting exactly this digest, confirmed by passkey. */
export async function confirmed(w: TestWorld, who: Who, bound: string): Promise<string> {
  const id = newId('stp', w.now(), w.random)
  const summary = { zh: '复核', en: 'approval' }
  const made = { id, session: who.session ?? '', person: who.id, act: grantAct, bound, summary }
  await transaction(
    w,
    async (i) => {
      await saveStepUp(i, { ...made, madeAt: w.now(), expiresAt: w.now() + hourMs })
      await confirmStepUp(i, id, 'passkey', w.now() + hourMs)
    },
    { unrecorded: 'as a passkey would' },
  )
  return id
}

/** A module above that carries out refunds, and counts how often its verb really ran. */
export function refundDesk(w: TestWorld) {
  const ran: string[] = []
  const { reaction, job } = whenApproved('payments.refund', async (inside, approval, key) =>
    command(inside, 'test.refund', key, approval.input, async () => {
      ran.push(approval.id)
      return `ref_of_${approval.id}`
    }),
  )
  return { ran, work: () => runDueJobs(w, [...approvalJobs, job], [...approvalReactions, reaction]) }
}

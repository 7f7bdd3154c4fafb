import { toDecimal } from '../base/currency.ts'
import { type Id, isId } from '../base/id.ts'
import type { Approval } from '../identity/approval.ts'
import { approvalFor } from '../identity/approvalFor.ts'
import { makerNow } from '../identity/makerNow.ts'
import { whenApproved } from '../identity/whenApproved.ts'
import { transaction } from '../world/command.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { becauseText } from './because.ts'
import { paymentFaults } from './errors.ts'
import { release } from './release.ts'
import { lockPayment } from './store.ts'

export type ReleaseWish = { reason: string; evidence: string; actor: string }

/**
 * Releases a frozen payment, or asks a second person first when the policy says so. For people of the institution only: a freeze waits
 * for a person, so no machine ends it. Answers what waits, or null when it was released. Faults as `release`, `payments.people_release`.
 */
export async function releaseOrAsk(
  w: World,
  id: Id<'pay'>,
  { reason, evidence, actor }: ReleaseWish,
  who: Who,
  key: string | null,
): Promise<Approval | null> {
  if (who.kind !== 'user' || who.orgKind !== 'institution') throw paymentFaults.peopleRelease()
  const approval = await transaction(w, async (i) => {
    const { frozen, amount, orderNo, subject } = await lockPayment(i, id)
    if (frozen === null) throw paymentFaults.notFrozen()
    const sum = `${amount.currency} ${toDecimal(amount.currency, amount.minor)}`
    const why = becauseText(frozen)
    return await approvalFor(i, who, {
      act: 'payments.release',
      object: id,
      amount,
      input: { payment: id, frozen, evidence, actor },
      summary: {
        zh: `解除 ${sum} 的冻结：「${subject}」，订单 ${orderNo}。冻结原因：${why.zh}。凭据：${evidence}`,
        en: `Release ${sum}: “${subject}”, order ${orderNo}. Frozen because: ${why.en}. Evidence: ${evidence}`,
      },
      reason,
    })
  })
  if (approval === null) await release(w, id, { evidence, actor }, key)
  return approval
}

/** Carries an approved release out while its maker may still ask the wallet, once. */
export const approvedRelease = whenApproved('payments.release', async (w, approval, key) => {
  const { payment, evidence, actor } = approval.input as { payment: string; evidence: string; actor: string }
  if (!isId('pay', payment)) throw new TypeError('an approved release names its payment')
  await makerNow(w, approval, 'payments.inquire')
  return await release(w, payment, { evidence, actor }, key)
})

import { negate, zero } from '../base/money.ts'
import type { Approval } from '../identity/approval.ts'
import { approvalFor } from '../identity/approvalFor.ts'
import { whenApproved } from '../identity/whenApproved.ts'
import { transaction } from '../world/command.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { confirmPaid } from './confirmPaid.ts'
import { settlementFaults } from './errors.ts'
import { institutionNamed, partnerNamed } from './names.ts'
import { lockSettlement, positionsOf } from './storeSettlement.ts'

/**
 * Confirms the bank's transfer, after a second person has looked when the approval policy says so. Answers the approval it waits
 * for, or null when it is done. Faults as `confirmPaid`.
 */
export async function confirmOrAsk(
  w: World,
  who: Who,
  ask: { settlement: string; reference: string; note: string },
): Promise<Approval | null> {
  const told = { ...ask, by: who.id }
  const approval = await transaction(w, async (i) => {
    const settlement = await lockSettlement(i, ask.settlement)
    if (!settlement) throw settlementFaults.notFound({ settlement: ask.settlement })
    if (settlement.state !== 'closed')
      throw settlementFaults.cannotMove({ state: settlement.state, move: 'confirm_paid' })
    const { id, currency, day, partner } = settlement
    const wallet = (await partnerNamed(i, partner)).name
    const net = (await positionsOf(i, [id], 'wallet')).find((one) => one.currency === currency)?.net ?? zero(currency)
    return await approvalFor(i, who, {
      act: 'settlement.confirm_paid',
      object: id,
      amount: net.minor < 0n ? negate(net) : net,
      payee: net.minor < 0n ? wallet : institutionNamed.name,
      input: told,
      summary: {
        zh: `${wallet.zh} ${day} 结算款，银行凭证 ${ask.reference}`,
        en: `Settlement of ${day} with ${wallet.en}, bank reference ${ask.reference}`,
      },
      reason: ask.note || null,
    })
  })
  if (approval === null) await confirmPaid(w, null, told)
  return approval
}

/** Carries out a confirmation that others approved, once. */
export const approvedPaid = whenApproved('settlement.confirm_paid', async (w, { input }, key) => {
  const { settlement = '', by = '', reference = '', note = '' } = input as { [name: string]: string }
  return (await confirmPaid(w, key, { settlement, by, reference, note })).id
})

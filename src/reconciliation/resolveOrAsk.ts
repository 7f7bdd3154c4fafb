import type { Approval } from '../identity/approval.ts'
import { approvalFor } from '../identity/approvalFor.ts'
import { whenApproved } from '../identity/whenApproved.ts'
import { partnerNamed } from '../settlement/names.ts'
import { transaction } from '../world/command.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { reconciliationFaults } from './errors.ts'
import type { Reconciliation } from './reconciliation.ts'
import { resolveItem } from './resolve.ts'
import { lockItem } from './storeItem.ts'

type Explained = { item: string; note: string; evidence: string }

/**
 * Writes a difference off with its evidence, after a second person has looked when the approval policy says so. Answers the approval
 * it waits for, or null when it is done. Faults as `resolveItem`.
 */
export async function resolveOrAsk(
  w: World,
  who: Who,
  day: Reconciliation,
  { item: id, note, evidence }: Explained,
): Promise<Approval | null> {
  const told = { reconciliation: day.id, item: id, by: who.id, note, evidence }
  const approval = await transaction(w, async (i) => {
    const item = await lockItem(i, id)
    if (!item || item.reconciliation !== day.id) throw reconciliationFaults.itemNotFound({ item: id })
    if (item.state !== 'open') throw reconciliationFaults.itemEnded({ state: item.state })
    const wallet = (await partnerNamed(i, day.partner)).name
    return await approvalFor(i, who, {
      act: 'reconciliation.resolve',
      object: id,
      within: day.id,
      amount: item.difference,
      input: told,
      summary: {
        zh: `核销 ${wallet.zh} ${day.day} 的差异，订单 ${item.orderNo}：${item.sentence.zh}`,
        en: `Write off a difference with ${wallet.en} on ${day.day}, order ${item.orderNo}: ${item.sentence.en}`,
      },
      reason: `${note}（${evidence}）`,
    })
  })
  if (approval === null) await resolveItem(w, null, told)
  return approval
}

/** Carries out a write-off that others approved, once. */
export const approvedResolution = whenApproved('reconciliation.resolve', async (w, { input }, key) => {
  const { reconciliation = '', item = '', by = '', note = '', evidence = '' } = input as { [name: string]: string }
  await resolveItem(w, key, { reconciliation, item, by, note, evidence })
  return item
})

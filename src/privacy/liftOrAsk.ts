import type { Approval } from '../identity/approval.ts'
import { approvalFor } from '../identity/approvalFor.ts'
import { identityFaults } from '../identity/errors.ts'
import { makerNow } from '../identity/makerNow.ts'
import { whenApproved } from '../identity/whenApproved.ts'
import { command, transaction } from '../world/command.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { privacyFaults } from './errors.ts'
import { liftHold } from './hold.ts'
import { findHold } from './storeRetention.ts'

/**
 * Lifts a legal hold, or asks a second person first: what it keeps is evidence, and is gone the next night. Answers what waits, or
 * null when it is lifted. Fault privacy.no_such_hold.
 */
export async function liftOrAsk(w: World, who: Who, id: string, reason: string): Promise<Approval | null> {
  return await transaction(w, async (i) => {
    const hold = await findHold(i, id)
    if (!hold) throw privacyFaults.noSuchHold({ hold: id })
    if (hold.liftedAt !== null) return null
    const approval = await approvalFor(i, who, {
      act: 'privacy.lift_hold',
      object: id,
      within: 'legal-holds',
      input: { hold: id, target: hold.target, reason },
      summary: { zh: `解除对 ${hold.target} 的保全`, en: `Lift the hold on ${hold.target}` },
      reason,
    })
    if (approval === null) await liftHold(i, id, reason, who.id)
    return approval
  })
}

/** Lifts an approved hold, once, while its maker may still do it. */
export const approvedLift = whenApproved('privacy.lift_hold', async (w, approval, key) =>
  command(w, 'privacy.lift_hold', key, approval.input, async (i) => {
    const maker = await makerNow(i, approval, 'retention.manage')
    const { hold, reason } = approval.input as { hold: string; reason: string }
    if ((await findHold(i, hold))?.liftedAt !== null) throw identityFaults.overtaken()
    await liftHold(i, hold, reason, maker.id)
    return hold
  }),
)

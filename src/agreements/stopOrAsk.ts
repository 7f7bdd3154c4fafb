import type { Approval } from '../identity/approval.ts'
import { approvalFor } from '../identity/approvalFor.ts'
import { whenApproved } from '../identity/whenApproved.ts'
import { transaction } from '../world/command.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import type { Agreement } from './agreement.ts'
import { agreementFaults } from './errors.ts'
import { resumePayments, stopPayments } from './stop.ts'
import { lockStop } from './storeStop.ts'

/**
 * One person stops new payments at once: a stop only protects, and waiting for a second person would let the harm go on. Letting
 * them pass again is what others look at (`resumeOrAsk`).
 */
export async function stopByPerson(
  w: World,
  who: Who,
  { agreement, merchant, because }: { agreement: Agreement; merchant: string | null; because: string },
): Promise<string> {
  return await transaction(w, (i) =>
    stopPayments(i, {
      partner: agreement.partner,
      merchant,
      kind: 'suspend',
      because: { zh: because, en: because },
      source: `${who.kind}:${who.id}`,
      until: null,
    }),
  )
}

/**
 * Lifts a stop, or asks another person first when the policy says so; whoever stopped it by hand does not check that. Answers what
 * waits, or null when it was lifted. Faults: `agreements.stop_not_found` (also for another agreement's), `agreements.stop_over`.
 */
export async function resumeOrAsk(
  w: World,
  who: Who,
  { agreement, stop, because }: { agreement: Agreement; stop: string; because: string },
): Promise<Approval | null> {
  return await transaction(w, async (i) => {
    const found = await lockStop(i, stop)
    if (!found || found.agreement !== agreement.id) throw agreementFaults.stopNotFound({ stop })
    if (found.liftedAt !== null || (found.until !== null && found.until <= i.now())) throw agreementFaults.stopOver()
    const approval = await approvalFor(i, who, {
      act: 'agreements.resume',
      object: stop,
      within: agreement.id,
      input: { stop, because },
      summary: {
        zh: `恢复受理新的支付。停用原因：${found.because.zh}。恢复理由：${because}`,
        en: `Let new payments pass again. Stopped because: ${found.because.en}. To be resumed because: ${because}`,
      },
      reason: because,
      apart: found.source.startsWith('user:') ? [found.source.slice('user:'.length)] : [],
    })
    if (approval === null) await resumePayments(i, stop, because)
    return approval
  })
}

/** Lifts what others approved. */
export const approvedResume = whenApproved('agreements.resume', async (w, { input }) => {
  const { stop, because } = input as { stop: string; because: string }
  await transaction(w, (i) => resumePayments(i, stop, because))
  return stop
})

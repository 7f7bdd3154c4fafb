import type { Canonical } from '../base/canonical.ts'
import type { Approval } from '../identity/approval.ts'
import { approvalFor } from '../identity/approvalFor.ts'
import { identityFaults } from '../identity/errors.ts'
import { makerNow } from '../identity/makerNow.ts'
import { whenApproved } from '../identity/whenApproved.ts'
import { partnerById } from '../partners/find.ts'
import { scorePartner } from '../partners/score.ts'
import { command, transaction } from '../world/command.ts'
import type { Who } from '../world/route.ts'
import type { Inside, World } from '../world/world.ts'
import { cardNow, scoring, submitRound } from './assess.ts'
import { cardDigest } from './scorecard.ts'
import { lockRound, type Round, updateRound } from './storeRounds.ts'

/**
 * Asks somebody else to approve the card the sheets make; nobody who assessed may. Bound to the card's digest: a figure agreed anew
 * makes another card, and what was asked for before is carried out no more. Without a rule in the policy it is approved at once.
 */
export async function submitOrAsk(
  w: World,
  who: Who,
  id: string,
): Promise<{ round: Round; approval: Approval | null }> {
  return await transaction(w, async (i) => {
    const round = await scoring(i, id)
    const card = await cardNow(i, round)
    const digest = cardDigest(card)
    const partner = await partnerById(i, round.partner)
    const name = partner?.name ?? { zh: round.partner, en: round.partner }
    const points = (card.totalPpm / 10_000).toFixed(1)
    const approval = await approvalFor(i, who, {
      act: 'evaluations.approve',
      object: id,
      within: round.partner,
      input: { round: id, digest },
      apart: round.assessors,
      summary: {
        zh: `批准「${name.zh}」第 ${round.version} 版评分卡，总分 ${points}`,
        en: `Approve scorecard ${round.version} of ${name.en}, ${points} points`,
      },
    })
    if (approval) return { round: await submitRound(i, round, card), approval }
    return { round: await approveCard(i, await submitRound(i, round, card), who.id), approval }
  })
}

/** Carries out what was approved. */
export const approvedCard = whenApproved('evaluations.approve', async (w, approval, key) =>
  command(w, 'evaluation.approve', key, approval.input as Canonical, async (i) => {
    await makerNow(i, approval, 'evaluations.decide')
    const { round: id, digest } = approval.input as { round: string; digest: string }
    const round = await lockRound(i, id)
    if (round?.state !== 'submitted' || round.digest !== digest) throw identityFaults.overtaken()
    await approveCard(i, round, `approval:${approval.id}`)
    return id
  }),
)

/** What was refused, withdrawn or expired opens again for agreeing on figures. */
export async function reopenRound(i: Inside, id: string): Promise<void> {
  const round = await lockRound(i, id)
  if (round?.state !== 'submitted') return
  await updateRound(i, { ...round, state: 'scoring', card: null, digest: null, submittedAt: null }, 'evaluation.reopen')
}

/** Approves a submitted card and writes its score on the partner. */
export async function approveCard(i: Inside, round: Round, by: string): Promise<Round> {
  const after: Round = { ...round, state: 'approved', approvedBy: by, approvedAt: i.now() }
  await updateRound(i, after, 'evaluation.approve')
  await scorePartner(i, round.partner, Math.round((round.card?.totalPpm ?? 0) / 10_000))
  return after
}

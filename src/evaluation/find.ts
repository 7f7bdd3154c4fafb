import type { Digest } from '../base/digest.ts'
import { addMonths, type Instant } from '../base/time.ts'
import type { Inside, World } from '../world/world.ts'
import { knockedOut } from './answers.ts'
import type { Card } from './scorecard.ts'
import { type AnswerSet, answersOf } from './store.ts'
import { type Round, roundsOf } from './storeRounds.ts'

// What other modules may read of evaluations.
export { answersOf, technicalSheetOf } from './store.ts'
export { roundOf as evaluationById } from './storeRounds.ts'

export type ApprovedCard = {
  card: Card
  digest: Digest
  approvedAt: Instant
  /** Why it must be made anew; empty while it holds. */
  due: readonly ReScore[]
}
export type ReScore = 'yearly' | 'answers-changed' | 'knocked-out'

/** The newest approved scorecard of a partner and whether it still holds; null when none was ever approved. */
export async function approvedScorecard(w: World | Inside, partner: string): Promise<ApprovedCard | null> {
  const round = (await roundsOf(w, partner)).find(({ state }) => state === 'approved')
  if (!round?.card || round.digest === null || round.approvedAt === null) return null
  const due = reScoreOf(round, await answersOf(w, partner), w.now())
  return { card: round.card, digest: round.digest, approvedAt: round.approvedAt, due }
}

/** Why an approved card must be made anew: a year has passed, the partner answers otherwise, or an answer knocks it out. */
export function reScoreOf({ card, approvedAt }: Round, set: AnswerSet | null, now: Instant): ReScore[] {
  if (!card || approvedAt === null) return []
  return [
    ...(addMonths(approvedAt, 12, 'Asia/Shanghai') <= now ? (['yearly'] as const) : []),
    ...(set && set.version !== card.answers.version ? (['answers-changed'] as const) : []),
    ...(set && knockedOut(set.answers).length > 0 ? (['knocked-out'] as const) : []),
  ]
}

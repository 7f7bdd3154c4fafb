import { type Reaction, reaction } from '../world/events.ts'
import { approvedCard, reopenRound } from './submitOrAsk.ts'

export const evaluationReactions: readonly Reaction[] = [
  approvedCard.reaction,
  // Who refuses a card sends it back to those who made it.
  reaction('approval.refused', 'evaluation.refused', async (i, { data }) => {
    if (data.act === 'evaluations.approve') await reopenRound(i, data.object)
  }),
]

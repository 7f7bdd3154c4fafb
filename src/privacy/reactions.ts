import type { Reaction } from '../world/events.ts'
import { approvedPurpose, approvedRecipient, approvedText } from './catalogueOrAsk.ts'
import { approvedLift } from './liftOrAsk.ts'

/** What privacy hears of: that others approved a change. */
export const privacyReactions: Reaction[] = [approvedPurpose, approvedText, approvedRecipient, approvedLift].map(
  ({ reaction }) => reaction,
)

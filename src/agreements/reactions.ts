import type { Reaction } from '../world/events.ts'
import { approvedSigning } from './signOrAsk.ts'
import { approvedResume } from './stopOrAsk.ts'

/** What agreements hear: that others approved a signing. */
export const agreementReactions: Reaction[] = [approvedSigning.reaction, approvedResume.reaction]

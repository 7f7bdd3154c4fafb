import type { Reaction } from '../world/events.ts'
import { approvedRotation } from './rotateOrAsk.ts'

/** What the console hears of. */
export const consoleReactions: Reaction[] = [approvedRotation.reaction]

import { termsOfRoot } from '../agreements/inForce.ts'
import { present } from '../base/assert.ts'
import { fromRfc3339 } from '../base/time.ts'
import { type Reaction, reaction } from '../world/events.ts'
import { setAlarm } from './closeDue.ts'
import { approvedPaid } from './confirmOrAsk.ts'

/** An agreement that is signed starts the calendar of its settlement days, from the moment it takes effect. */
export const settlementReactions: Reaction[] = [
  approvedPaid.reaction,
  reaction('agreement.in_force', 'settlement.start_calendar', async (i, { data }) => {
    const terms = present(await termsOfRoot(i, data.digest), 'a version in force is stored')
    const effective = fromRfc3339(terms.clauses.term.effective) ?? i.now()
    await setAlarm(i, data.partner, Math.max(effective, i.now()))
  }),
]

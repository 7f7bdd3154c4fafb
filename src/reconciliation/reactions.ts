import { assert } from '../base/assert.ts'
import { isDay } from '../base/time.ts'
import { connectorOf } from '../wallets/connected.ts'
import { type Reaction, reaction } from '../world/events.ts'
import { addJob } from '../world/jobs.ts'
import { approvedResolution } from './resolveOrAsk.ts'
import { billReadyAt, runDayJob } from './runDay.ts'

/** When a settlement day is closed, the wallet's bill of that day is fetched as soon as it can be had. */
export const reconciliationReactions: Reaction[] = [
  approvedResolution.reaction,
  reaction('settlement.closed', 'reconciliation.fetch_bill', async (i, { data: { wallet: name, day } }) => {
    assert(isDay(day), 'a settlement names its day')
    const wallet = connectorOf(name)
    if (wallet) await addJob(i, runDayJob, { wallet: name, day }, Math.max(billReadyAt(wallet, day), i.now()))
  }),
]

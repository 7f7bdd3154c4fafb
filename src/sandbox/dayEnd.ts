import { present } from '../base/assert.ts'
import { addDays, type Day, dayOf, hourMs, type Instant, minuteMs } from '../base/time.ts'
import { partnerByWallet } from '../partners/find.ts'
import { runDay } from '../reconciliation/runDay.ts'
import { closeDue } from '../settlement/closeDue.ts'
import { confirmPaid } from '../settlement/confirmPaid.ts'
import { settlementOfDay } from '../settlement/find.ts'
import { transaction } from '../world/command.ts'
import type { World } from '../world/world.ts'
import type { DayEnd } from './history.ts'
import { saveDone } from './store.ts'

const zone = 'Asia/Shanghai'

/** What the night and the next morning bring: the day closes, the wallet's file arrives and is compared line by line. */
export const endOfDay: DayEnd = async (w, alipay, clock, day) => {
  const partner = present(await partnerByWallet(w, 'alipay'), 'alipay is entered')
  const closed = addDays(dayOf(clock.at, zone), -1)
  pullSomething(alipay, day, closed)
  clock.at += 10 * minuteMs
  await closeDue(w, partner.id)
  clock.at += 9 * hourMs + 20 * minuteMs
  await runDay(w, null, { wallet: 'alipay', day: closed })
  await confirmTransfers(w, partner.id, closed, clock.at)
  await dayDone(w, day, clock.at)
}

/** The step that marks a day of the history as lived. */
export const dayStep = (day: number): string => `history day ${day}`

// The bank shows the wallet's transfer on the day the agreement says: T+1, never on a day of rest.
async function confirmTransfers(w: World, partner: string, closed: Day, at: Instant): Promise<void> {
  for (let back = 0; back < 12; back++) {
    const settlement = await settlementOfDay(w, partner, addDays(closed, -back))
    if (settlement?.state !== 'closed' || settlement.paysOn > dayOf(at, zone)) continue
    const reference = `CNAPS${settlement.day.replaceAll('-', '')}${String(settlement.sequence).padStart(4, '0')}`
    await confirmPaid(w, null, { settlement: settlement.id, by: 'Wang Min', reference, note: '银行回单核对一致' })
  }
}

// A few mornings are not clean, as in life: a line is missing, a fee is too high. People then have something to find.
function pullSomething(alipay: Parameters<DayEnd>[1], day: number, closed: string): void {
  const trades = [...alipay.books.trades.values()].filter(
    ({ paidAt }) => paidAt !== null && dayOf(paidAt, zone) === closed,
  )
  const orderNo = trades[1]?.orderNo ?? null
  if (orderNo === null) return
  if (day % 31 === 17) alipay.levers.pull({ kind: 'short_bill', day: closed, orderNo, trailerFollows: true, times: 1 })
  if (day % 23 === 20) alipay.levers.pull({ kind: 'overcharge', orderNo, fen: '15', times: null })
}

const dayDone = (w: World, day: number, at: Instant): Promise<void> =>
  transaction(w, (i) => saveDone(i, dayStep(day), at))

import { present } from '../base/assert.ts'
import { addDays, dayOf, hourMs, type Instant, minuteMs } from '../base/time.ts'
import { partnerByWallet } from '../partners/find.ts'
import { runDay } from '../reconciliation/runDay.ts'
import { closeDue } from '../settlement/closeDue.ts'
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
  await dayDone(w, day, clock.at)
}

/** The step that marks a day of the history as lived. */
export const dayStep = (day: number): string => `history day ${day}`

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

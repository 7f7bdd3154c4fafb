import { add, compare, type Money } from '../base/money.ts'
import { addDays, dayOf, type Instant, startOfDay } from '../base/time.ts'
import { written } from './arithmetic.ts'
import type { Verdict } from './scope.ts'
import type { Terms } from './terms.ts'

type Wish = { capturedAt: Instant; at: Instant; captured: Money; refundedBefore: Money; refund: Money }

/** May this refund be made now, under the version the payment carries? Days are of the settlement zone, the last one whole. */
export function refundable({ clauses: { refunds, settlement } }: Terms, wish: Wish): Verdict {
  const { capturedAt, at, captured, refundedBefore, refund } = wish
  const lastDay = addDays(dayOf(capturedAt, settlement.zone), refunds.windowDays)
  if (at >= startOfDay(addDays(lastDay, 1), settlement.zone)) {
    return refused('windowDays', `退款期限 ${lastDay} 已过`, `the refund window ended on ${lastDay}`)
  }
  const after = add(refundedBefore, refund)
  if (compare(after, captured) > 0) {
    return refused(
      'partial',
      `退款合计 ${written(after)} 超过已收 ${written(captured)}`,
      `refunds of ${written(after)} pass the captured ${written(captured)}`,
    )
  }
  if (!refunds.partial && compare(refund, captured) !== 0) {
    return refused('partial', '协议只允许全额退款', 'the agreement allows only full refunds')
  }
  return { allowed: true }
}

const refused = (member: string, zh: string, en: string): Verdict => ({
  allowed: false,
  clause: 'refunds',
  path: `/clauses/refunds/${member}`,
  zh,
  en,
})

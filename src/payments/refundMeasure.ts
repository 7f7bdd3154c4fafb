import { toDecimal } from '../base/currency.ts'
import { add, type Money, money } from '../base/money.ts'
import { dayMs } from '../base/time.ts'
import type { Measured } from '../identity/approval.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import type { Payment } from './payment.ts'
import { uncheckedBy, uncheckedOf } from './storeRefund.ts'

/** How far back the refunds of one person are summed. */
export const summedMs = dayMs

/**
 * What the approval policy compares of a person's refund: it and what was refunded before without approval, on the same payment or
 * by the same person within 24 hours, whichever comes to more; so that a sum does not pass in parts. Null when the amount itself is
 * the measure: nothing was refunded unchecked before, or the caller is a machine, which no policy binds. Other currencies are not
 * summed: their limits stand apart.
 */
export async function refundMeasure(w: World, who: Who, payment: Payment, amount: Money): Promise<Measured | null> {
  if (who.kind !== 'user') return null
  const { currency } = amount
  const ofPayment = await uncheckedOf(w, payment.id, currency)
  const ofPerson = await uncheckedBy(w, who.id, currency, w.now() - summedMs)
  const earlier = ofPerson > ofPayment ? ofPerson : ofPayment
  if (earlier === 0n) return null
  const [own, before] = [toDecimal(currency, amount.minor), toDecimal(currency, earlier)]
  return {
    amount: add(amount, money(currency, earlier)),
    why:
      ofPerson > ofPayment
        ? {
            zh: `本次 ${own}，加本人 24 小时内未经复核的退款 ${before}`,
            en: `this ${own} and ${before} the same person refunded unchecked within 24 hours`,
          }
        : {
            zh: `本次 ${own}，加同一支付此前未经复核的退款 ${before}`,
            en: `this ${own} and ${before} refunded unchecked on this payment before`,
          },
  }
}

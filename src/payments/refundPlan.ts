import { termsOfRoot } from '../agreements/inForce.ts'
import type { PricedLine } from '../agreements/price.ts'
import { priceRefund } from '../agreements/refundPrice.ts'
import type { Terms } from '../agreements/terms.ts'
import { present } from '../base/assert.ts'
import { type Money, money } from '../base/money.ts'
import type { Transfer } from '../ledger/posting.ts'
import type { Inside, World } from '../world/world.ts'
import { ownersOf } from './capture.ts'
import type { Payment, Refund } from './payment.ts'

/** The terms a captured payment carries. */
export async function termsOfPayment(w: World | Inside, payment: Payment): Promise<Terms> {
  const root = present(payment.versionDigest, 'a captured payment carries its version')
  return present(await termsOfRoot(w, root), 'a version that a payment carries is stored')
}

/** What comes back of the fees and shares when `amount` is refunded now. */
export function refundLines(terms: Terms, payment: Payment, amount: Money, refundedBefore: Money): PricedLine[] {
  const { lines } = present(payment.priced, 'a captured payment is priced')
  return priceRefund(terms, { lines, captured: payment.amount, refundedBefore, refund: amount })
}

/** The hold on the merchant's pending money while the wallet is asked: opened, and released again when it has answered. */
export function merchantHold(payment: Payment, made: Refund, kind: 'hold' | 'void'): Transfer | null {
  if (made.hold === null || made.holdMinor <= 0n) return null
  const { currency } = made.amount
  return {
    debit: { kind: 'merchant-pending', owner: payment.merchant, currency },
    credit: { kind: 'wallet-receivable', owner: ownersOf(payment).partner, currency },
    amount: money(currency, made.holdMinor),
    kind,
    hold: made.hold,
    clause: 'refunds',
    path: '/clauses/refunds',
    why: kind === 'hold' ? 'refund-hold' : 'refund-released',
  }
}

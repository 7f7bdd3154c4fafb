import type { Money } from '../base/money.ts'
import type { Transfer } from '../ledger/posting.ts'
import type { Inside } from '../world/world.ts'
import { addCarried } from './storeSettlement.ts'

/**
 * Brings a merchant's money back from payable to pending, so that a refund can be taken from it after its payment was settled. The
 * caller books the answered transfer in one posting with the refund, before it; the next settlement then counts the same money once.
 */
export async function takeBack(
  i: Inside,
  ask: { partner: string; merchant: string; amount: Money },
): Promise<Transfer> {
  const { partner, merchant, amount } = ask
  await addCarried(i, partner, merchant, amount)
  return {
    debit: { kind: 'merchant-payable', owner: merchant, currency: amount.currency },
    credit: { kind: 'merchant-pending', owner: merchant, currency: amount.currency },
    amount,
    clause: 'settlement',
    path: '/clauses/settlement',
    why: 'taken-back',
  }
}

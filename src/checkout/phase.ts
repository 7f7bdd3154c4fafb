import type { Instant } from '../base/time.ts'
import { isOpen, type Payment } from '../payments/payment.ts'

/**
 * Where the payer stands, which is not quite where the payment stands: a code past its time is `ending` until the wallet
 * has confirmed that nobody paid it, and a payment nobody chose a wallet for is over when its time is.
 */
export const phases = [
  'choose',
  'preparing',
  'scan',
  'confirming',
  'ending',
  'unknown',
  'paid',
  'refunded',
  'declined',
  'cancelled',
  'expired',
] as const
export type Phase = (typeof phases)[number]

/** Nothing will change any more that the payer waits for. */
export const isEnded = (phase: Phase): boolean => endedPhases.includes(phase)
const endedPhases: readonly Phase[] = ['paid', 'refunded', 'declined', 'cancelled', 'expired']

export function phaseOf({ state, wallet, frozen, cancelling, expiresAt }: Payment, now: Instant): Phase {
  // Frozen: two things said of it contradict each other, and a person looks before anybody pays again.
  if (frozen !== null && isOpen(state)) return 'unknown'
  const isLate = now >= expiresAt
  if (wallet === null && state === 'created') return isLate ? 'expired' : 'choose'
  switch (state) {
    case 'created':
      return isLate || cancelling ? 'ending' : 'preparing'
    case 'needs_action':
      return isLate || cancelling ? 'ending' : 'scan'
    case 'processing':
      return isLate || cancelling ? 'ending' : 'confirming'
    case 'captured':
    case 'partly_refunded':
      return 'paid'
    default:
      return state
  }
}

/** What the payer may do now. Nobody cancels what may have been paid already: the wallet is asked first. */
export function payerMay(phase: Phase): ('choose' | 'cancel')[] {
  if (phase === 'choose') return ['choose', 'cancel']
  return phase === 'scan' || phase === 'confirming' ? ['cancel'] : []
}

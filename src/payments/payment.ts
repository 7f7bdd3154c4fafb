import type { PricedLine } from '../agreements/price.ts'
import type { Product, Strength } from '../agreements/terms.ts'
import type { Digest } from '../base/digest.ts'
import type { Id } from '../base/id.ts'
import type { Money } from '../base/money.ts'
import type { Moves } from '../base/moves.ts'
import type { Instant } from '../base/time.ts'
import type { Exemption } from '../sca/exemptionRules.ts'
import type { Level } from '../sca/level.ts'

export type PaymentState =
  | 'created'
  | 'needs_action'
  | 'processing'
  | 'captured'
  | 'partly_refunded'
  | 'refunded'
  | 'declined'
  | 'cancelled'
  | 'expired'
  | 'unknown'

/** What may befall a payment. `lose` is a lost or untrusted answer: money may have moved. */
export type PaymentMove =
  | 'show'
  | 'wait'
  | 'pay'
  | 'decline'
  | 'cancel'
  | 'expire'
  | 'lose'
  | 'refund_part'
  | 'refund_all'

const ended = { decline: 'declined', cancel: 'cancelled', expire: 'expired', pay: 'captured' } as const

/** The life of a payment. The database holds the same table and lets no other move pass. */
export const paymentMoves: Moves<PaymentState, PaymentMove> = {
  created: { show: 'needs_action', wait: 'processing', lose: 'unknown', ...ended },
  needs_action: { wait: 'processing', lose: 'unknown', ...ended },
  processing: { lose: 'unknown', ...ended },
  unknown: { show: 'needs_action', wait: 'processing', ...ended },
  captured: { refund_part: 'partly_refunded', refund_all: 'refunded' },
  partly_refunded: { refund_all: 'refunded' },
  refunded: {},
  declined: {},
  cancelled: {},
  expired: {},
}

/** States in which the wallet may still tell us something new. */
export const openStates: readonly PaymentState[] = ['created', 'needs_action', 'processing', 'unknown']
export const isOpen = (state: PaymentState): boolean => openStates.includes(state)
/** Ended without money: a success that comes now is late and is given back. */
export const isLost = (state: PaymentState): boolean =>
  state === 'declined' || state === 'cancelled' || state === 'expired'

/** What a capture was priced at: the lines of the terms, and where the fee meters stood before it. */
export type Priced = { lines: PricedLine[]; meters: { rule: string; volume: bigint; count: bigint }[] }

/** A hold on one limit's meter: released when the payment ends, kept when it is paid. */
export type LimitHold = { hold: string; meter: string }

/** The intent to be paid once. */
export type Payment = {
  id: Id<'pay'>
  merchant: Id<'mer'>
  orderNo: string
  orderDigest: Digest
  store: Id<'sto'> | null
  product: Product
  subject: string
  amount: Money
  refunded: Money
  /** Asked of the wallet and not yet answered: no longer free for another refund. */
  refunding: Money
  state: PaymentState
  partner: Id<'par'> | null
  wallet: string | null
  /** The merchant's own reference of the payer; limits per payer count by it. */
  payer: string | null
  strength: Strength
  /** Level A–D of 银发〔2017〕296号; with `strength` it is what limits and the risk split depend on. */
  level: Level
  /** Why strong customer authentication was not needed; null when it was done or the wallet does it. */
  exemption: Exemption | null
  /** The merchant asked that its payer be authenticated with us. */
  wantsAuthentication: boolean
  agreement: Id<'agr'> | null
  version: number | null
  /** Root of the terms in force when the payment was made; governs all that follows. */
  versionDigest: Digest | null
  returnUrl: string | null
  /** What this payment holds on the payer's limits while it is open. */
  holds: LimitHold[]
  priced: Priced | null
  /** Why a person must look before anything else happens; null when nothing is wrong. */
  frozen: string | null
  cancelling: boolean
  expiresAt: Instant
  createdAt: Instant
  capturedAt: Instant | null
  updatedAt: Instant
}

/** What an attempt asked, what the wallet said, what the books hold: three facts, never collapsed. */
export type Attempt = {
  id: Id<'att'>
  payment: Id<'pay'>
  position: number
  wallet: string
  /** The number we gave the wallet, stored before we asked. */
  orderNo: string
  asked: 'precreate' | 'pay'
  said: 'nothing' | 'code' | 'waiting' | 'paid' | 'declined' | 'closed' | 'cancelled' | 'unknown'
  books: 'nothing' | 'posted' | 'suspended' | 'reversed'
  because: string | null
  code: string | null
  walletNo: string | null
  /** The shopper as the wallet shows them, masked. */
  payer: string | null
  paidAt: Instant | null
  /** When a cancel was sent whose outcome is not known: until it is, a success may still be taken back. */
  cancelAskedAt: Instant | null
  asks: number
  askAt: Instant | null
  createdAt: Instant
}

export type RefundState = 'asked' | 'refunded' | 'declined' | 'unknown'

/** Money on its way back. */
export type Refund = {
  id: Id<'ref'>
  payment: Id<'pay'>
  requestNo: string
  amount: Money
  state: RefundState
  reason: string
  actor: string
  /** Id of the person who asked for it; null for machines and for what goes back by itself. */
  person: string | null
  /** The approval it was made under. */
  approval: string | null
  /** Gives back a success that came after the payment had ended. */
  late: boolean
  /** The ledger hold on the merchant's money while the wallet is asked. */
  hold: string | null
  holdMinor: bigint
  because: string | null
  priced: PricedLine[] | null
  asks: number
  askAt: Instant | null
  createdAt: Instant
  endedAt: Instant | null
}

/** What is left to give back: not refunded, not being refunded. */
export const refundableMinor = (payment: Payment): bigint =>
  payment.amount.minor - payment.refunded.minor - payment.refunding.minor

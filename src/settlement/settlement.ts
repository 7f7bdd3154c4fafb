import type { Currency } from '../base/currency.ts'
import type { Digest } from '../base/digest.ts'
import type { Id } from '../base/id.ts'
import type { Money } from '../base/money.ts'
import type { Moves } from '../base/moves.ts'
import type { Day, Instant } from '../base/time.ts'

export type SettlementState = 'open' | 'closed' | 'paid'
export type SettlementMove = 'close' | 'confirm_paid'

/** A settlement's life: it collects until the cut-off, is netted once, and ends when the bank shows the money. */
export const settlementMoves: Moves<SettlementState, SettlementMove> = {
  open: { close: 'closed' },
  closed: { confirm_paid: 'paid' },
  paid: {},
}

/** One day between us and a wallet partner. */
export type Settlement = {
  id: Id<'stl'>
  partner: Id<'par'>
  wallet: string
  day: Day
  /** 1, 2, 3 … with this partner, without a gap. */
  sequence: number
  state: SettlementState
  /** The version whose calendar governs the day; each line still carries its own. */
  agreement: Id<'agr'>
  version: number
  versionDigest: Digest
  /** The currency of the agreement's settlement clause; lines of other currencies are netted in their own. */
  currency: Currency
  /** net: our revenue-share debt is set off against what the wallet owes; gross: both are paid. */
  net: 'net' | 'gross'
  zone: string
  closesAt: Instant
  paysOn: Day
  openedAt: Instant
  closedAt: Instant | null
  lines: number
  carriedLines: number
  paid: PaidEvidence | null
}

/** What a person saw at the bank. */
export type PaidEvidence = { at: Instant; by: string; reference: string; note: string }

/** Money of one kind of line and how many lines made it. */
export type Tally = { amount: Money; count: number }

/** What a settlement means for one counterparty in one currency. */
export type Position = {
  party: 'wallet' | 'merchant'
  /** Partner or merchant id. */
  counterparty: string
  currency: Currency
  payments: Tally
  /** Negative or zero. */
  refunds: Tally
  adjustments: Tally
  /** The wallet's fee in the wallet's position, the merchant's fee in a merchant's. */
  fee: Money
  /** Our share to the wallet; zero for a merchant. */
  revenueShare: Money
  /** Carried from the merchant's last settlement; zero for the wallet. */
  broughtForward: Money
  /** Wallet: what it owes us after fee and share. Merchant: what becomes payable to it, never negative. */
  net: Money
  /** Negative: refunds left the merchant owing so much. Positive: so much of it was needed for refunds not yet settled. */
  carriedForward: Money
}

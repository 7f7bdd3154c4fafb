import type { ClauseName, Party, Product, Reason, Strength } from '../agreements/terms.ts'
import type { Currency } from '../base/currency.ts'
import type { AccountKind } from '../ledger/account.ts'

/** The three who sign or are paid, and the payer, who receives subsidies and is made whole after a loss. */
export type Bearer = Party | 'payer'
export const bearers: readonly Bearer[] = ['institution', 'wallet', 'merchant', 'payer']

/** Minor units that each gains (positive) or gives (negative). Sums to nothing: money only changes hands. */
export type Effects = Record<Bearer, bigint>

/** What one place in the terms did over the whole traffic. */
export type ClauseLine = {
  clause: ClauseName
  path: string
  kind: 'merchant-fee' | 'wallet-fee' | 'revenue-share' | 'true-up' | 'service-credit' | 'campaign' | 'expected-loss'
  /** Rule, commitment, level, annex or reason. */
  rule: string
  /** How often it took or gave something. */
  count: number
  effects: Effects
}

export type Sums = { payments: number; volume: bigint; refunds: number; refunded: bigint; effects: Effects }

/** The most that a party bears, and the place in the terms that says so. */
export type WorstCase = {
  party: Party
  /** The largest single payment, lost for the reason that is worst for this party. */
  single: bigint
  reason: Reason
  strength: Strength
  path: string
  /** `stressPpm` of the largest month lost for the reason that is worst for this party. */
  month: bigint
}

/** What terms make of a traffic, in one currency. Minor units, never a fraction. */
export type CurrencyResult = {
  currency: Currency
  payments: number
  volume: bigint
  refunds: number
  refunded: bigint
  losses: number
  lost: bigint
  /** Gains, gifts and what remains, by party. */
  parties: Record<Bearer, { income: bigint; cost: bigint; net: bigint }>
  lines: ClauseLine[]
  products: ({ product: Product } & Sums)[]
  months: ({ month: string } & Sums)[]
  /** What captures and refunds post, by kind of account, on the account's own side: what the ledger can be held against. */
  accounts: { kind: AccountKind; minor: bigint }[]
  /** Payments that limits of the terms would have refused: they count nowhere else. */
  refused: { path: string; count: number; minor: bigint }[]
  reserve: { withheld: bigint; released: bigint; heldAtEnd: bigint; peak: bigint; deposit: bigint }
  /** Settled but not yet paid by the wallet: the most at one time, and thousandths of a day a unit of money waits. */
  transit: { peak: bigint; waitsMilliDays: number }
  worstCase: { month: string; volume: bigint; largest: bigint; parties: WorstCase[] } | null
}

/** What terms make of a traffic. `openMonths` have begun or ended outside it, so nothing was trued up for them. */
export type Projection = { currencies: CurrencyResult[]; openMonths: string[] }

export const noEffects = (): Effects => ({ institution: 0n, wallet: 0n, merchant: 0n, payer: 0n })

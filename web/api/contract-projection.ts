import type { Digest, Money } from './values.ts'

// What terms make of a traffic: the answer of /v1/projections. Minor units are digits in one currency a result.

export type Bearer = 'institution' | 'wallet' | 'merchant' | 'payer'
export type Effects = Record<Bearer, string>
export type LossReason =
  | 'unauthorised'
  | 'not-received'
  | 'not-as-described'
  | 'duplicate'
  | 'unknown-outcome'
  | 'other'
type Product = 'online' | 'qr-merchant' | 'qr-consumer' | 'nfc' | 'in-app'

export type ClauseLine = {
  clause: string
  path: string
  kind: 'merchant-fee' | 'wallet-fee' | 'revenue-share' | 'true-up' | 'service-credit' | 'campaign' | 'expected-loss'
  rule: string
  count: number
  effects: Effects
}
export type Sums = { payments: number; volume: string; refunds: number; refunded: string; effects: Effects }

export type CurrencyResult = {
  currency: Money['currency']
  payments: number
  volume: string
  refunds: number
  refunded: string
  losses: number
  lost: string
  parties: Record<Bearer, { income: string; cost: string; net: string }>
  lines: ClauseLine[]
  products: ({ product: Product } & Sums)[]
  months: ({ month: string } & Sums)[]
  accounts: { kind: string; minor: string }[]
  refused: { path: string; count: number; minor: string }[]
  reserve: { withheld: string; released: string; heldAtEnd: string; peak: string; deposit: string }
  transit: { peak: string; waitsMilliDays: number }
  worstCase: {
    month: string
    volume: string
    largest: string
    parties: {
      party: 'institution' | 'wallet' | 'merchant'
      single: string
      month: string
      reason: LossReason
      strength: 'none' | 'one-factor' | 'two-factor'
      path: string
    }[]
  } | null
}

export type ProjectionResult = { currencies: CurrencyResult[]; openMonths: string[] }

export type Difference = Pick<ClauseLine, 'clause' | 'path' | 'kind' | 'rule' | 'effects'>
export type BreakEven =
  | { outcome: 'at'; side: 'from' | 'until'; factorPpm: number; volume: string }
  | { outcome: 'always' | 'never' }
export type Sensitivity = { path: string; value: string; down: string; up: string; downNet: string; upNet: string }

export type Priced = {
  /** Digest of terms and traffic: equal inputs, equal answer. */
  inputs: Digest
  traffic: {
    kind: 'history' | 'synthetic' | 'stated'
    from: string
    until: string
    rows: number
    digest: Digest
  }
  /** Of past payments: what the books posted, beside the replay under the versions that were in force. */
  books: { kind: string; books: string; replayed: string }[] | null
  projection: ProjectionResult
  against: ProjectionResult | null
  /** By clause and path, `projection` less `against`, in the first currency. */
  differences: Difference[]
  breakEven: { volume: BreakEven; ticket: BreakEven } | null
  sensitivity: Sensitivity[] | null
}

/** A version by its number, or terms as they are being written. */
export type TermsAsk = { agreement: string; version: number } | { terms: unknown }
export type TrafficAsk =
  | { kind: 'history'; days: number; lossPpm?: Partial<Record<LossReason, number>> }
  | {
      kind: 'synthetic'
      days: number
      currency: Money['currency']
      paymentsPerDay: number
      products: { product: Product; weight: number; meanMinor: string; spreadPpm: number }[]
      strengths: { strength: 'none' | 'one-factor' | 'two-factor'; weight: number }[]
      growthPpmPerMonth: number
      refundPpm: number
      merchants: number
      seed: number
      lossPpm?: Partial<Record<LossReason, number>>
    }
export type ProjectionAsk = {
  partner: string
  of: TermsAsk
  against?: TermsAsk
  traffic: TrafficAsk
  breakEven?: boolean
  sensitivity?: boolean
}

/** One payment of the dry run: what it cost then and would cost now. */
export type Changed = {
  payment: string
  kind: 'payment' | 'refund'
  object: string
  at: string
  amount: Money
  refusedBy: string | null
  lines: { path: string; kind: ClauseLine['kind']; before: string; after: string }[]
}
export type DryRun = {
  from: string
  until: string
  payments: number
  changed: number
  sums: { path: string; kind: ClauseLine['kind']; before: string; after: string }[]
  items: Changed[]
  next: string | null
}

export type PostsProjection = { '/v1/projections': { body: ProjectionAsk; reply: Priced } }
export type GetsProjection = { '/v1/agreements/{id}/versions/{n}/dry-run': DryRun }

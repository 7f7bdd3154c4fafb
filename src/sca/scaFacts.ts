import type { Currency } from '../base/currency.ts'
import type { Money } from '../base/money.ts'

/** What has gone without authentication since the payer was last authenticated. */
export type Counter = { sum: bigint; count: number }

/** Fraud and volume of remote payments in the last 90 days, in minor units. */
export type FraudWindow = { fraud: bigint; volume: bigint }

/** What is known of one payment. A fact nobody gave is null or left out, and opens no exemption. */
export type Facts = {
  amount: Money
  /** The merchant asked that its payer be authenticated with us. */
  wanted: boolean
  place: 'remote' | 'contactless'
  /** Remote payments of this payer; null when nobody told who pays: what cannot be counted is not exempt. */
  counter: Counter | null
  /** Contactless payments by this very instrument. */
  contactless?: Counter | null
  isTrusted: boolean
  fraud: FraudWindow | null
  payee?: string | null
  /** The series this payment is one of, as its payer confirmed it. */
  series?: { amount: Money; payee: string; isConfirmed: boolean } | null
  /** A payer that is no consumer, and the dedicated process that brought the payment. */
  corporate?: { isConsumer: boolean; protocol: string } | null
  /** Who holds the account that pays and the one that is paid, and with whom. */
  holders?: { payer: string; payee: string; payerAt: string; payeeAt: string } | null
}

/** Since the last authentication: single payments up to `most`, and together up to the sum or the number. */
export type SmallPayments = { most: bigint; sum: bigint; count: number; by: 'sum' | 'count' | 'both' }

export type ScaParameters = {
  currency: Currency
  lowValue: SmallPayments
  contactless: SmallPayments
  riskAnalysis: readonly { most: bigint; ratePpm: bigint }[]
  /** Dedicated processes whose security the competent authority has accepted. */
  corporateProtocols: readonly string[]
}

/**
 * Numbers of Delegated Regulation (EU) 2018/389 (RTS), by currency of the payment. The regulation counts in euro; a payment in
 * another currency is outside this table. An institution chooses sum or number (EBA-Op-2018-04, 43; EBA Q&A 2018_4225); where
 * we take both, we are stricter.
 */
export const psd2: ScaParameters = {
  currency: 'EUR',
  lowValue: { most: 3_000n, sum: 10_000n, count: 5, by: 'sum' }, // RTS art. 16
  contactless: { most: 5_000n, sum: 15_000n, count: 5, by: 'both' }, // RTS art. 11
  // RTS art. 18 and annex, remote card-based payments: up to `most` while fraud is at most `rate` parts per million.
  riskAnalysis: [
    { most: 10_000n, ratePpm: 1_300n },
    { most: 25_000n, ratePpm: 600n },
    { most: 50_000n, ratePpm: 100n },
  ],
  corporateProtocols: [], // RTS art. 17: none has been put before an authority
}

import type { Product, Reason, Strength } from '../agreements/terms.ts'
import { type Canonical, canonical } from '../base/canonical.ts'
import { type Digest, sha256 } from '../base/digest.ts'
import type { Money } from '../base/money.ts'
import type { Instant } from '../base/time.ts'

/** Where a fee rule stood before a payment of which the traffic does not show what came earlier. */
export type MeterBefore = { rule: string; volume: bigint; count: bigint }

/** One thing that happened or is imagined: a payment, money given back, or a loss on a payment. */
export type TrafficRow = {
  /** Unique in its traffic. */
  id: string
  kind: 'payment' | 'refund' | 'loss'
  /** The payment that a refund or a loss belongs to. */
  of: string | null
  /** When the books write it down. Rows stand in this order. */
  at: Instant
  /** When the payer asked (limits count by it) and when the wallet says the money moved (fee months and settlement days count by it). */
  askedAt: Instant
  paidAt: Instant
  product: Product
  strength: Strength
  merchant: string
  /** A name for the payer that means nothing outside the traffic; null when the merchant gave none. */
  payer: string | null
  /** Positive. */
  amount: Money
  /** Why a loss arose. */
  reason: Reason | null
  /** Root of the version the books priced it under; null for what never happened. */
  version: Digest | null
  /**
   * counted: part of the result. before: it lies before the traffic begins, in the same fee month, and only moves meters.
   * known: an older payment that a counted refund belongs to, with its meters as the books had them.
   */
  role: 'counted' | 'before' | 'known'
  meters: readonly MeterBefore[]
}

/** What is measured rather than counted, stated by whoever asks. */
export type Assumptions = {
  /** Payments in a million that end as a loss of the whole amount, by reason. */
  lossPpm: Partial<Record<Reason, number>>
  /** Share of the largest month's volume lost at once, in the worst case. */
  stressPpm: number
  /** Measured service of every month, by metric of the service-level clause; absent: nothing is credited. */
  servicePpm: Readonly<Record<string, number>>
}

export type Source =
  | { kind: 'history'; partner: string }
  | { kind: 'synthetic'; seed: number }
  | { kind: 'stated'; name: string }

/** What terms are replayed on: rows in [from, until), in the order of the books. */
export type Traffic = {
  source: Source
  /** From here on the rows show everything; between it and `from` they only move meters. */
  seenFrom: Instant
  from: Instant
  until: Instant
  rows: readonly TrafficRow[]
  assumes: Assumptions
}

/** No losses, one per cent under stress, no service measured. */
export const noAssumptions: Assumptions = { lossPpm: {}, stressPpm: 10_000, servicePpm: {} }

/** The most rows that one traffic may hold. */
export const trafficMost = 200_000

/** SHA-256 over everything a projection reads of a traffic: equal digests and equal terms give equal results. */
export function trafficDigest({ source, seenFrom, from, until, rows, assumes }: Traffic): Digest {
  const { lossPpm, stressPpm, servicePpm } = assumes
  const head: Canonical = {
    source,
    seenFrom,
    from,
    until,
    stressPpm,
    lossPpm: lossPpm as Record<string, number>,
    servicePpm,
  }
  const lines = rows.map((row) => {
    const meters = row.meters.map(({ rule, volume, count }) => `${rule}:${volume}:${count}`).join(',')
    const { currency, minor } = row.amount
    return [
      row.id,
      row.kind,
      row.of ?? '',
      row.at,
      row.askedAt,
      row.paidAt,
      row.product,
      row.strength,
      row.merchant,
      row.payer ?? '',
      currency,
      minor,
      row.reason ?? '',
      row.role,
      meters,
    ].join('|')
  })
  return sha256('traffic/1\n', canonical(head), '\n', lines.join('\n')).toString('hex')
}

import type { Product, Strength } from '../agreements/terms.ts'
import type { Currency } from '../base/currency.ts'
import { divideHalfEven, money, wholePpm } from '../base/money.ts'
import { type Random, seededRandom } from '../base/random.ts'
import { dayMs, type Instant } from '../base/time.ts'
import type { Assumptions, Traffic, TrafficRow } from './traffic.ts'

/** Parts of a whole by weight; only their proportion matters. */
export type ProductMix = { product: Product; weight: number; meanMinor: bigint; spreadPpm: number }

/** A stated forecast. Everything in it is whole: counts, minor units, parts per million. */
export type Forecast = {
  from: Instant
  days: number
  currency: Currency
  paymentsPerDay: number
  products: readonly ProductMix[]
  strengths: readonly { strength: Strength; weight: number }[]
  /** Growth of the daily number over thirty days; may be negative. */
  growthPpmPerMonth: number
  /** Payments in a million that are refunded whole, within ten days. */
  refundPpm: number
  merchants: number
  seed: number
  assumes: Assumptions
}

/** How many payments a forecast will make: asked before it is made, so that one too large is refused. */
export function forecastCount({ days, paymentsPerDay, growthPpmPerMonth }: Forecast): number {
  let total = 0
  for (let day = 0; day < days; day++) total += onDay(paymentsPerDay, growthPpmPerMonth, day)
  return total
}

/** Imagined traffic that a seed repeats to the cent: payments by the stated mix, growing, some refunded later. */
export function synthetic(forecast: Forecast): Traffic {
  const { from, days, seed, assumes } = forecast
  const random = seededRandom(seed)
  const rows: TrafficRow[] = []
  const until = from + days * dayMs
  for (let day = 0; day < days; day++) {
    const many = onDay(forecast.paymentsPerDay, forecast.growthPpmPerMonth, day)
    for (let place = 0; place < many; place++) {
      const at =
        from + day * dayMs + Math.floor((place * dayMs) / many) + random.below(Math.max(1, Math.floor(dayMs / many)))
      const payment = paymentOf(forecast, random, at, `s${day}-${place}`)
      rows.push(payment)
      const isReturned = random.below(Number(wholePpm)) < forecast.refundPpm
      const later = at + (1 + random.below(10)) * dayMs
      if (isReturned && later < until)
        rows.push({
          ...payment,
          id: `${payment.id}r`,
          kind: 'refund',
          of: payment.id,
          at: later,
          askedAt: later,
          paidAt: later,
        })
    }
  }
  rows.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  return { source: { kind: 'synthetic', seed }, seenFrom: from, from, until, rows, assumes }
}

function paymentOf(
  { products, strengths, merchants, currency }: Forecast,
  random: Random,
  at: Instant,
  id: string,
): TrafficRow {
  const mix = picked(products, random)
  const { strength } = picked(strengths, random)
  // Two throws added make middle tickets likelier than those at the ends; their mean is the stated one.
  const thrown = BigInt(random.below(mix.spreadPpm + 1) + random.below(mix.spreadPpm + 1) - mix.spreadPpm)
  const minor = divideHalfEven(mix.meanMinor * (wholePpm + thrown), wholePpm)
  const merchant = random.below(merchants)
  return {
    id,
    kind: 'payment',
    of: null,
    at,
    askedAt: at,
    paidAt: at,
    product: mix.product,
    strength,
    merchant: `merchant-${merchant + 1}`,
    payer: null,
    amount: money(currency, minor > 0n ? minor : 1n),
    reason: null,
    version: null,
    role: 'counted',
    meters: [],
  }
}

function onDay(perDay: number, growthPpmPerMonth: number, day: number): number {
  const grown = (BigInt(perDay) * (30n * wholePpm + BigInt(growthPpmPerMonth) * BigInt(day))) / (30n * wholePpm)
  return grown > 0n ? Number(grown) : 0
}

function picked<Part extends { weight: number }>(parts: readonly Part[], random: Random): Part {
  let left = random.below(parts.reduce((total, { weight }) => total + weight, 0))
  for (const part of parts) {
    if (left < part.weight) return part
    left -= part.weight
  }
  throw new RangeError('a mix has a part with weight')
}

import { unreachable } from '../base/assert.ts'
import { divideHalfEven, type Money, money, portion } from '../base/money.ts'
import { percent, written } from './arithmetic.ts'
import type { Price, Tier } from './terms.ts'
import { graduatedFee, tierOf } from './tiers.ts'

/** What a rule has already priced in the fee period, before this payment. Minor units of the rule's currency. */
export type Meter = { volume: bigint; count: bigint }
export type Fee = { amount: Money; how: string }

/**
 * The fee of one payment under one price, and its arithmetic. `amount` > 0. Rounded half to even once. A fee is never above the
 * amount it is taken from, whoever pays, so that no payment can cost more than itself: the excess is forgiven, except that a
 * package is owed whole and trueUp.ts asks for the rest at the end of the month.
 */
export function feeOf(price: Price, amount: Money, before: Meter): Fee {
  const full = fullFee(price, amount, before)
  if (full.amount.minor <= amount.minor) return full
  return { amount, how: `${full.how}, but at most the amount ${written(amount)}` }
}

/** Fee of `count` payments of a package, spread evenly over those included: telescopes, and comes to its price at the last. */
export function packageFee(price: Extract<Price, { kind: 'package' }>, count: bigint): bigint {
  const included = BigInt(price.included)
  const used = count < included ? count : included
  return divideHalfEven(BigInt(price.price) * used, included) + (count - used) * BigInt(price.overage)
}

function fullFee(price: Price, amount: Money, before: Meter): Fee {
  switch (price.kind) {
    case 'percentage':
      return percentageFee(price, amount)
    case 'cost-plus':
      return costPlusFee(price, amount)
    case 'graduated':
      return graduated(price.tiers, amount, before)
    case 'volume':
      return provisional(price.tiers, amount, before)
    case 'package':
      return packaged(price, amount, before)
    default:
      return unreachable(price)
  }
}

function percentageFee(price: Extract<Price, { kind: 'percentage' }>, amount: Money): Fee {
  const plain = portion(amount, BigInt(price.ratePpm)).minor + BigInt(price.fixed)
  const floor = price.floor === null ? plain : BigInt(price.floor)
  const cap = price.cap === null ? plain : BigInt(price.cap)
  const fixed = price.fixed === '0' ? '' : ` + ${of(amount, BigInt(price.fixed))}`
  const how = `${percent(price.ratePpm)} x ${written(amount)}${fixed} = ${of(amount, plain)}`
  if (plain < floor) return { amount: { ...amount, minor: floor }, how: `${how}, at least ${of(amount, floor)}` }
  if (plain > cap) return { amount: { ...amount, minor: cap }, how: `${how}, at most ${of(amount, cap)}` }
  return { amount: { ...amount, minor: plain }, how }
}

function costPlusFee(price: Extract<Price, { kind: 'cost-plus' }>, amount: Money): Fee {
  const minor = portion(amount, BigInt(price.costPpm + price.markupPpm)).minor + BigInt(price.fixed)
  const fixed = price.fixed === '0' ? '' : ` + ${of(amount, BigInt(price.fixed))}`
  const rates = `(cost ${percent(price.costPpm)} + mark-up ${percent(price.markupPpm)})`
  return { amount: { ...amount, minor }, how: `${rates} x ${written(amount)}${fixed} = ${of(amount, minor)}` }
}

function graduated(tiers: readonly Tier[], amount: Money, { volume }: Meter): Fee {
  const before = graduatedFee(tiers, volume)
  const after = graduatedFee(tiers, volume + amount.minor)
  const minor = after - before
  const first = tierOf(tiers, volume + 1n) // the tier in which this payment's first unit lies
  const last = tierOf(tiers, volume + amount.minor)
  const parts = tiers.slice(first, last + 1).map(({ upTo, ratePpm }, place) => {
    const from = place === 0 ? volume : BigInt(tiers[first + place - 1]?.upTo ?? 0)
    const until = upTo === null || BigInt(upTo) > volume + amount.minor ? volume + amount.minor : BigInt(upTo)
    return `${percent(ratePpm)} x ${of(amount, until - from)}`
  })
  const tier = first === last ? `tier ${first + 1}` : `tiers ${first + 1}-${last + 1}`
  // The month's fee before and after is what was rounded: their difference is the fee, to the cent.
  const month = `month volume ${of(amount, volume)}, month fee ${of(amount, before)} -> ${of(amount, after)}`
  return { amount: { ...amount, minor }, how: `${parts.join(' + ')} = ${of(amount, minor)} (${tier}, ${month})` }
}

function provisional(tiers: readonly Tier[], amount: Money, { volume }: Meter): Fee {
  const place = tierOf(tiers, volume + amount.minor)
  const ratePpm = tiers[place]?.ratePpm ?? 0
  const fee = portion(amount, BigInt(ratePpm))
  const month = `month volume ${of(amount, volume)}`
  const how = `${percent(ratePpm)} x ${written(amount)} = ${written(fee)} (tier ${place + 1}, ${month}, trued up at month end)`
  return { amount: fee, how }
}

function packaged(price: Extract<Price, { kind: 'package' }>, amount: Money, { count }: Meter): Fee {
  const minor = packageFee(price, count + 1n) - packageFee(price, count)
  const how =
    count < BigInt(price.included)
      ? `${of(amount, BigInt(price.price))} / ${price.included} payments = ${of(amount, minor)} (payment ${count + 1n} of the month)`
      : `${of(amount, minor)} beyond ${price.included} payments (payment ${count + 1n} of the month)`
  return { amount: { ...amount, minor }, how }
}

const of = ({ currency }: Money, minor: bigint): string => written(money(currency, minor))

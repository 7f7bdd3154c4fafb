import { divideHalfEven, wholePpm } from '../base/money.ts'
import type { Tier } from './terms.ts'

/**
 * Fee of a whole volume under graduated tiers, F(volume), rounded half to even once: each tier's rate on the part of the volume
 * inside it, bounds inclusive. The fee of one payment is F(before + amount) − F(before), so the sum over a month depends neither
 * on the order of payments nor on how an amount was cut. With rates below 100 % such a difference never exceeds the amount.
 */
export function graduatedFee(tiers: readonly Tier[], volume: bigint): bigint {
  let below = 0n
  let partsPerMillion = 0n
  for (const { upTo, ratePpm } of tiers) {
    const bound = upTo === null || BigInt(upTo) > volume ? volume : BigInt(upTo)
    if (bound > below) partsPerMillion += (bound - below) * BigInt(ratePpm)
    below = bound
  }
  return divideHalfEven(partsPerMillion, wholePpm)
}

/** Place of the tier in which the last unit of a volume lies; the first for nothing. */
export const tierOf = (tiers: readonly Tier[], volume: bigint): number =>
  tiers.findIndex(({ upTo }) => upTo === null || volume <= BigInt(upTo))

/** Fee of a whole volume when the tier it reaches prices all of it, rounded half to even. */
export const volumeFee = (tiers: readonly Tier[], reached: bigint, priced: bigint): bigint =>
  divideHalfEven(priced * BigInt(tiers[tierOf(tiers, reached)]?.ratePpm ?? 0), wholePpm)

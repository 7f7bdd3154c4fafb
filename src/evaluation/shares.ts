import { assert } from '../base/assert.ts'

export const millionth = 1_000_000

/** Whole numbers in the proportion of `parts` that sum to a million exactly: largest remainder, the earlier one on a tie. */
export function largestRemainder(parts: readonly number[]): number[] {
  const total = parts.reduce((sum, one) => sum + BigInt(one), 0n)
  assert(total > 0n && parts.every((one) => one >= 0), 'something is shared')
  const million = BigInt(millionth)
  const cut = parts.map((one) => ({ whole: (BigInt(one) * million) / total, rest: (BigInt(one) * million) % total }))
  const left = million - cut.reduce((sum, { whole }) => sum + whole, 0n)
  const order = cut.map((_, at) => at).sort((a, b) => compare(cut[b]?.rest ?? 0n, cut[a]?.rest ?? 0n) || a - b)
  const lucky = new Set(order.slice(0, Number(left)))
  return cut.map(({ whole }, at) => Number(whole) + (lucky.has(at) ? 1 : 0))
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)

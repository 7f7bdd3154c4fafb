import type { Trigger } from '../agreements/terms.ts'
import { assert } from '../base/assert.ts'
import { calledIn, capturedIn, merchantsOfPayments, refundedIn } from '../payments/find.ts'
import { fraudsBetween } from '../sca/find.ts'
import type { World } from '../world/world.ts'
import type { Reading, Window } from './trigger.ts'

type Sum = { window: number; merchant: string; amount: bigint; part: bigint }
type Whole = { window: number; merchant: string; whole: bigint }

const fraudsMost = 20_000

/**
 * What a monitoring clause reads of each subject in each window; the partner as a whole stands under the empty name. A merchant of
 * whom nothing was counted is left out. Null: we have no source of our own for the metric (disputes, until they are handled here).
 * A fraud counts in the window in which it was reported, so that a window that is over never changes.
 */
export async function measure(
  w: World,
  partner: string,
  trigger: Trigger,
  windows: readonly Window[],
): Promise<ReadonlyMap<string, Reading[]> | null> {
  const counted = await countedOf(w, partner, trigger, windows)
  if (counted === null) return null
  const [sums, wholes] = counted
  if (trigger.subject === 'partner') return new Map([['', readingsOf(windows, sums, wholes)]])
  const merchants = [...new Set(sums.filter(({ part }) => part > 0n).map(({ merchant }) => merchant))].sort()
  const of = <T extends { merchant: string }>(rows: readonly T[], merchant: string): T[] =>
    rows.filter((row) => row.merchant === merchant)
  return new Map(merchants.map((one) => [one, readingsOf(windows, of(sums, one), of(wholes, one))]))
}

async function countedOf(
  w: World,
  partner: string,
  { metric, currency }: Trigger,
  windows: readonly Window[],
): Promise<[Sum[], Whole[]] | null> {
  if (metric === 'disputes') return null
  if (metric === 'errors') {
    const calls = await calledIn(w, partner, currency, windows)
    return [
      calls.map(({ failed, minor, ...row }) => ({ ...row, amount: minor, part: failed })),
      calls.map(({ count, ...row }) => ({ ...row, whole: count })),
    ]
  }
  const wholes = (await capturedIn(w, partner, currency, windows)).map(({ minor, ...row }) => ({
    ...row,
    whole: minor,
  }))
  if (metric === 'unauthorised') return [await fraudSums(w, partner, currency, windows), wholes]
  const back = await refundedIn(w, partner, currency, windows)
  return [back.map(({ minor, ...row }) => ({ ...row, amount: minor, part: minor })), wholes]
}

async function fraudSums(w: World, partner: string, currency: string, windows: readonly Window[]): Promise<Sum[]> {
  const [from = 0, until = 0] = [windows[0]?.from, windows.at(-1)?.until]
  const frauds = await fraudsBetween(w, { currency, from, until, limit: fraudsMost })
  assert(frauds.length < fraudsMost, `fewer than ${fraudsMost} frauds are reported in the windows of a clause`)
  const merchants = await merchantsOfPayments(
    w,
    partner,
    frauds.map(({ payment }) => payment),
  )
  return frauds.flatMap(({ payment, minor, at }) => {
    const merchant = merchants.get(payment)
    const window = windows.findIndex((one) => one.from <= at && at < one.until)
    return merchant === undefined ? [] : [{ window, merchant, amount: minor, part: minor }]
  })
}

const readingsOf = (windows: readonly Window[], sums: readonly Sum[], wholes: readonly Whole[]): Reading[] =>
  windows.map((window, place) => {
    const here = sums.filter((sum) => sum.window === place)
    return {
      ...window,
      amount: here.reduce((total, { amount }) => total + amount, 0n),
      part: here.reduce((total, { part }) => total + part, 0n),
      whole: wholes.filter((one) => one.window === place).reduce((total, { whole }) => total + whole, 0n),
    }
  })

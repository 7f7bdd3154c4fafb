import type { Id } from '../base/id.ts'
import { newId } from '../base/id.ts'
import type { Money } from '../base/money.ts'
import type { Day, Instant } from '../base/time.ts'
import type { Inside } from '../world/world.ts'
import type { Match } from './match.ts'
import type { Finding, ItemState, MatchType, Reconciliation } from './reconciliation.ts'
import { sentenceOf, type Text } from './sentence.ts'

/** A match as it is kept: what differs, what the agreement says, and how it ended. */
export type Item = {
  id: Id<'rci'>
  reconciliation: Id<'rec'>
  day: Day
  key: string
  type: MatchType
  finding: Finding | null
  lateDays: number
  /** Line of the wallet's file, from 1; null when the file does not have it. */
  line: number | null
  clearingLine: Id<'clr'> | null
  /** `pay_…` or `ref_…`; null when our books do not have it. */
  object: string | null
  /** The payment behind it, also of a refund. */
  payment: string | null
  orderNo: string
  requestNo: string | null
  walletNo: string | null
  at: Instant
  ours: Money | null
  theirs: Money | null
  feeOurs: Money | null
  feeTheirs: Money | null
  difference: Money
  path: string | null
  how: string | null
  sentence: Text
  state: ItemState
  ended: { at: Instant; by: string; note: string; evidence: string | null } | null
}

/** Matches as items, differences first. `payments` are the payments behind order numbers. */
export function itemsOf(
  i: Inside,
  { id, day }: Pick<Reconciliation, 'id' | 'day'>,
  matches: readonly Match[],
  payments: ReadonlyMap<string, string>,
): Item[] {
  const inOrder = [
    ...matches.filter(({ type }) => type !== 'matched'),
    ...matches.filter(({ type }) => type === 'matched'),
  ]
  return inOrder.map((match) => {
    const { row, line, type } = match
    const orderNo = row?.orderNo ?? line?.orderNo ?? ''
    const isMatched = type === 'matched'
    return {
      id: newId('rci', i.now(), i.random),
      reconciliation: id,
      day,
      key: match.key,
      type,
      finding: match.finding,
      lateDays: match.lateDays,
      line: row?.line ?? null,
      clearingLine: line?.id ?? null,
      object: line?.object ?? null,
      payment: payments.get(orderNo) ?? null,
      orderNo,
      requestNo: row?.requestNo ?? line?.requestNo ?? null,
      walletNo: row?.walletNo ?? line?.walletNo ?? null,
      at: row?.completedAt ?? line?.at ?? 0,
      ours: match.ours,
      theirs: match.theirs,
      feeOurs: match.feeOurs,
      feeTheirs: match.feeTheirs,
      difference: match.difference,
      path: match.path,
      how: match.how,
      sentence: sentenceOf(match),
      state: isMatched ? 'settled' : 'open',
      ended: isMatched ? { at: i.now(), by: 'system', note: '', evidence: null } : null,
    }
  })
}

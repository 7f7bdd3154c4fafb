import { compare, type Money, minus, money, negate, zero } from '../base/money.ts'
import { addDays, type Day, dayOf } from '../base/time.ts'
import type { ClearingLine } from '../settlement/clearing.ts'
import type { BillRow } from '../wallets/wallet.ts'
import type { Finding, MatchType } from './reconciliation.ts'

/** One finding of a day: a row, a line, or both, and how they stand to each other. */
export type Match = {
  /** `row:12` or `line:clr_…`: the same on every run over the same file. */
  key: string
  type: MatchType
  row: BillRow | null
  line: ClearingLine | null
  finding: Finding | null
  /** Whole days between the day the money moved for us and the day of the file; 0 when they agree. */
  lateDays: number
  ours: Money | null
  theirs: Money | null
  /** Fees as the wallet takes them: positive. */
  feeOurs: Money | null
  feeTheirs: Money | null
  /** theirs − ours of whatever differs; zero when matched. */
  difference: Money
  path: string | null
  how: string | null
  because: Because
}

/** What to say of a match; each has its sentence in both languages. */
export type Because =
  | 'matched'
  | 'within-tolerance'
  | 'late'
  | 'unknown-payment'
  | 'unknown-refund'
  | 'absent'
  | 'absent-near-midnight'
  | 'amount'
  | 'fee'
  | 'wallet-number'
  | 'twice-in-file'
  | 'in-earlier-file'
  | 'taken-back'

/** Judges the fee of a matched pair; null when it agrees or lies within the tolerance. */
export type FeeJudge = (row: BillRow, line: ClearingLine) => FeeJudgement
export type FeeJudgement = { expected: Money; finding: Finding | null; path: string | null; how: string | null }

export type MatchInput = {
  day: Day
  zone: string
  rows: readonly BillRow[]
  /** All our lines of the orders in the file, and all of the wallet's business day. */
  lines: readonly ClearingLine[]
  /** Lines that the file of another day has shown, by id. */
  shownElsewhere: ReadonlySet<string>
  tolerance: Money
  judgeFee: FeeJudge
}

const midnightMs = 5 * 60_000

/**
 * Holds a file against our lines, row by row. A pair is made by kind, order number and, for a refund, its request number. What is left
 * over on either side is missing on the other. Pure: the same file and lines give the same matches in the same order.
 */
export function match(input: MatchInput): Match[] {
  const byKey = new Map(input.lines.map((line) => [lineKey(line), line]))
  const orders = new Set(input.lines.filter(({ kind }) => kind === 'payment').map(({ orderNo }) => orderNo))
  const used = new Set<string>()
  const seen = new Set<string>()
  const takenBack = ordersTakenBack(input)
  const rows = input.rows.map((row) => {
    const key = rowKey(row)
    const isRepeated = seen.has(key) && (row.kind === 'payment' || row.requestNo !== null)
    seen.add(key)
    const line = byKey.get(key) ?? (row.kind === 'refund' && row.requestNo === null ? nameless(input, row, used) : null)
    if (isRepeated) return twice(row, line, 'twice-in-file')
    if (!line && takenBack.has(row.orderNo)) return returnedRow(row)
    if (!line) return unknownRow(row, orders.has(row.orderNo))
    used.add(line.id)
    if (input.shownElsewhere.has(line.id)) return twice(row, line, 'in-earlier-file')
    return pair(input, row, line)
  })
  const absent = input.lines.filter(
    (line) =>
      line.kind !== 'adjustment' &&
      !used.has(line.id) &&
      !input.shownElsewhere.has(line.id) &&
      dayOf(line.at, input.zone) === input.day,
  )
  return [...rows, ...absent.map((line) => absentLine(input, line))]
}

// Orders we hold nothing of that the wallet took and gave back whole in one file: a payment that was cancelled in flight.
function ordersTakenBack({ rows, lines }: MatchInput): Set<string> {
  const ours = new Set(lines.map(({ orderNo }) => orderNo))
  const left = new Map<string, { received: bigint; fee: bigint }>()
  for (const { orderNo, received, fee } of rows) {
    if (ours.has(orderNo)) continue
    const sum = left.get(orderNo) ?? { received: 0n, fee: 0n }
    left.set(orderNo, { received: sum.received + received.minor, fee: sum.fee + fee.minor })
  }
  const isNothing = ({ received, fee }: { received: bigint; fee: bigint }): boolean => received === 0n && fee === 0n
  return new Set([...left].filter(([, sum]) => isNothing(sum)).map(([orderNo]) => orderNo))
}

// A refund row without our number (a refund made at the wallet's own console) is ours when order and amount say so.
function nameless({ lines }: MatchInput, row: BillRow, used: ReadonlySet<string>): ClearingLine | null {
  const isIt = (line: ClearingLine): boolean =>
    line.kind === 'refund' &&
    line.orderNo === row.orderNo &&
    compare(line.amount, row.received) === 0 &&
    !used.has(line.id)
  return lines.find(isIt) ?? null
}

function pair({ day, zone, tolerance, judgeFee }: MatchInput, row: BillRow, line: ClearingLine): Match {
  const judged = judgeFee(row, line)
  const theirs = row.received
  const feeTheirs = negate(row.fee)
  const ourDay = dayOf(line.at, zone)
  const base = {
    ...sides(row, line),
    ours: line.amount,
    theirs,
    feeOurs: line.walletFee,
    feeTheirs,
    path: judged.path,
    how: judged.how,
    lateDays: daysBetween(ourDay, day),
  }
  const amount = minus(theirs, line.amount)
  if (isOver(amount, tolerance))
    return { ...base, type: 'amount-differs', finding: null, difference: amount, because: 'amount' }
  if (line.walletNo !== null && line.walletNo !== row.walletNo) {
    return {
      ...base,
      type: 'state-differs',
      finding: null,
      difference: zero(amount.currency),
      because: 'wallet-number',
    }
  }
  const fee = minus(feeTheirs, judged.expected)
  if (judged.finding !== null && (isOver(fee, tolerance) || judged.finding === 'ours')) {
    return {
      ...base,
      type: 'fee-differs',
      finding: judged.finding,
      difference: judged.finding === 'ours' ? minus(judged.expected, line.walletFee) : fee,
      because: 'fee',
    }
  }
  const isExact = amount.minor === 0n && fee.minor === 0n
  const because = base.lateDays > 0 ? 'late' : isExact ? 'matched' : 'within-tolerance'
  return { ...base, type: 'matched', finding: null, difference: zero(amount.currency), because }
}

// A refund of a payment that we hold, but that we never made, is a difference of state; anything else is missing in our books.
function unknownRow(row: BillRow, isOrderKnown: boolean): Match {
  const isRefund = row.kind === 'refund'
  return {
    ...sides(row, null),
    type: isRefund && isOrderKnown ? 'state-differs' : 'missing-in-books',
    finding: null,
    lateDays: 0,
    ours: null,
    theirs: row.received,
    feeOurs: null,
    feeTheirs: negate(row.fee),
    difference: row.received,
    path: null,
    how: null,
    because: isRefund ? 'unknown-refund' : 'unknown-payment',
  }
}

function returnedRow(row: BillRow): Match {
  const nothing = zero(row.received.currency)
  return { ...unknownRow(row, false), type: 'matched', difference: nothing, because: 'taken-back' }
}

function twice(row: BillRow, line: ClearingLine | null, because: 'twice-in-file' | 'in-earlier-file'): Match {
  const { received } = row
  const feeTheirs = negate(row.fee)
  return {
    ...sides(row, line),
    type: 'duplicate',
    finding: null,
    lateDays: 0,
    ours: line?.amount ?? null,
    theirs: received,
    feeOurs: line?.walletFee ?? null,
    feeTheirs,
    difference: received,
    path: null,
    how: null,
    because,
  }
}

function absentLine({ day, zone }: MatchInput, line: ClearingLine): Match {
  const isNearMidnight = dayOf(line.at + midnightMs, zone) !== day
  const fee = line.clauses.find(({ kind }) => kind === 'wallet-fee')
  return {
    key: `line:${line.id}`,
    row: null,
    line,
    type: 'missing-in-bill',
    finding: null,
    lateDays: 0,
    ours: line.amount,
    theirs: null,
    feeOurs: line.walletFee,
    feeTheirs: null,
    difference: negate(line.amount),
    path: fee?.path ?? null,
    how: fee?.how ?? null,
    because: isNearMidnight ? 'absent-near-midnight' : 'absent',
  }
}

const sides = (row: BillRow, line: ClearingLine | null): Pick<Match, 'key' | 'row' | 'line'> => ({
  key: `row:${row.line}`,
  row,
  line,
})

/** True when a difference is larger than the agreement lets pass. The tolerance is in one currency; others have none. */
export function isOver(difference: Money, tolerance: Money): boolean {
  const size = difference.minor < 0n ? negate(difference) : difference
  return compare(size, size.currency === tolerance.currency ? tolerance : money(size.currency, 0n)) > 0
}

const rowKey = ({ kind, orderNo, requestNo }: BillRow): string => `${kind} ${orderNo} ${requestNo ?? ''}`
const lineKey = ({ kind, orderNo, requestNo }: ClearingLine): string => `${kind} ${orderNo} ${requestNo ?? ''}`

function daysBetween(from: Day, until: Day): number {
  let days = 0
  for (let day = from; day < until && days < 400; day = addDays(day, 1)) days++
  return days
}

import type { Currency } from '../base/currency.ts'
import { add, type Money, minus, zero } from '../base/money.ts'
import { monthOf } from '../base/time.ts'
import { type CsvRecord, parseCsv } from './csv.ts'
import type { Meter } from './fee.ts'
import { type Flow, moneyFlow } from './moneyFlow.ts'
import { metersOf, type PricedLine, priceCapture } from './price.ts'
import { type LineProblem, lineProblem, refusedLine } from './priceListProblem.ts'
import { type Column, columns, type ListedRow, readRow } from './priceListRow.ts'
import { refundable } from './refundable.ts'
import { priceRefund } from './refundPrice.ts'
import type { Terms } from './terms.ts'

type PricedRow = {
  line: number
  id: string
  kind: 'payment' | 'refund'
  amount: Money
  prices: PricedLine[] // fees and shares, each with its clause and arithmetic
  entries: Flow[]
}

/** Sums over a list in one currency; what refunds gave back is taken off. */
type ListTotal = {
  currency: Currency
  payments: number
  refunds: number
  captured: Money
  refunded: Money
  merchantFee: Money
  walletFee: Money
  revenueShare: Money
  toMerchant: Money // captured - refunded - merchant fee
  toInstitution: Money // merchant fee - wallet fee - revenue share
}

export type PriceList = { ok: true; rows: PricedRow[]; totals: ListTotal[] } | { ok: false; problems: LineProblem[] }

const rowsMax = 100_000
const lettersMax = 16_000_000
const problemsMax = 100

/**
 * Prices a CSV of payments and refunds (columns id, at, product, currency, amount, kind, strength and, for refunds, of) as one
 * merchant's traffic under one version, in the order of the file; meters begin at nothing each month of the fee zone. One bad line
 * and nothing is priced: every problem then names its line, from 1 for the header.
 */
export function pricePayments(terms: Terms, csvText: string): PriceList {
  const read = readRows(terms, csvText)
  if (!read.ok) return { ok: false, problems: read.problems.slice(0, problemsMax) }
  const priced = new Map<string, Captured>()
  const meters = new Map<string, Map<string, Meter>>()
  const rows: PricedRow[] = []
  const problems: LineProblem[] = []
  for (const row of read.rows) {
    const answer = row.of === null ? capture(terms, row, meters) : giveBack(terms, row, priced.get(row.of))
    if ('code' in answer) problems.push(answer)
    else rows.push(answer)
    if (row.of === null && !('code' in answer))
      priced.set(row.id, { row, prices: answer.prices, refunded: zero(row.amount.currency) })
  }
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, problemsMax) }
  return { ok: true, rows, totals: totalsOf(rows) }
}

type Captured = { row: ListedRow; prices: PricedLine[]; refunded: Money }

function readRows(
  terms: Terms,
  text: string,
): { ok: true; rows: ListedRow[] } | { ok: false; problems: LineProblem[] } {
  if (text.length > lettersMax) return { ok: false, problems: [lineProblem(1, null, 'too_long', { most: rowsMax })] }
  const csv = parseCsv(text)
  if (!csv.ok) return { ok: false, problems: [lineProblem(csv.line, null, 'csv_broken')] }
  const [first, ...records] = csv.records
  const header = first && readHeader(first)
  if (!header) return { ok: false, problems: [lineProblem(1, null, 'header', { expected: columns.join(',') })] }
  if (records.length === 0) return { ok: false, problems: [lineProblem(1, null, 'empty')] }
  if (records.length > rowsMax)
    return { ok: false, problems: [lineProblem(rowsMax + 2, null, 'too_long', { most: rowsMax })] }
  const rows: ListedRow[] = []
  const problems: LineProblem[] = []
  const lineOf = new Map<string, number>()
  for (const record of records) {
    const row = readRow(terms, header, record)
    if (Array.isArray(row)) {
      problems.push(...row)
      continue
    }
    const other = lineOf.get(row.id)
    if (other !== undefined) problems.push(lineProblem(row.line, 'id', 'id_twice', { id: row.id, other }))
    lineOf.set(row.id, row.line)
    rows.push(row)
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, rows }
}

function readHeader({ cells }: CsvRecord): Column[] | null {
  const header = cells.map((cell) => columns.find((column) => column === cell.trim()))
  const named = header.filter((column) => column !== undefined)
  const isWhole = columns.every((column) => column === 'of' || named.includes(column))
  return isWhole && named.length === cells.length && new Set(named).size === cells.length ? named : null
}

function capture(terms: Terms, row: ListedRow, months: Map<string, Map<string, Meter>>): PricedRow {
  const month = monthOf(row.at, terms.clauses.fees.zone)
  const meters = months.get(month) ?? new Map<string, Meter>()
  months.set(month, meters)
  const prices = priceCapture(terms, { product: row.product, amount: row.amount, meters })
  for (const rule of metersOf(terms, row.product, row.amount)) {
    const before = meters.get(rule) ?? { volume: 0n, count: 0n }
    meters.set(rule, { volume: before.volume + row.amount.minor, count: before.count + 1n })
  }
  return rowOf(row, 'payment', prices)
}

function giveBack(terms: Terms, row: ListedRow, of: Captured | undefined): PricedRow | LineProblem {
  if (!of) return lineProblem(row.line, 'of', 'of_unknown', { id: row.of ?? '' })
  const { currency } = of.row.amount
  if (row.product !== of.row.product)
    return lineProblem(row.line, 'product', 'of_differs', { expected: of.row.product })
  if (row.amount.currency !== currency) return lineProblem(row.line, 'currency', 'of_differs', { expected: currency })
  if (row.at < of.row.at) return lineProblem(row.line, 'at', 'of_earlier')
  const wish = { captured: of.row.amount, refundedBefore: of.refunded, refund: row.amount }
  const verdict = refundable(terms, { ...wish, capturedAt: of.row.at, at: row.at })
  if (!verdict.allowed) return refusedLine(row.line, 'amount', verdict)
  of.refunded = add(of.refunded, row.amount)
  return rowOf(row, 'refund', priceRefund(terms, { ...wish, lines: of.prices }))
}

const rowOf = ({ line, id, amount }: ListedRow, kind: PricedRow['kind'], prices: PricedLine[]): PricedRow => ({
  line,
  id,
  kind,
  amount,
  prices,
  entries: moneyFlow(kind, amount, prices),
})

function totalsOf(rows: readonly PricedRow[]): ListTotal[] {
  const currencies = [...new Set(rows.map((row) => row.amount.currency))].sort()
  return currencies.map((currency) => {
    const own = rows.filter((row) => row.amount.currency === currency)
    const of = (kind: PricedRow['kind']): PricedRow[] => own.filter((row) => row.kind === kind)
    const sumOf = (some: readonly Money[]): Money => some.reduce(add, zero(currency))
    const captured = sumOf(of('payment').map(({ amount }) => amount))
    const refunded = sumOf(of('refund').map(({ amount }) => amount))
    const lines = own.flatMap(({ prices }) => prices)
    const paid = (kind: PricedLine['kind'], payer: PricedLine['payer']): Money => {
      const some = lines.filter((line) => line.kind === kind)
      const out = some.filter((line) => line.payer === payer).map(({ amount }) => amount)
      return minus(sumOf(out), sumOf(some.filter((line) => line.payer !== payer).map(({ amount }) => amount)))
    }
    const merchantFee = paid('merchant-fee', 'merchant')
    const walletFee = paid('wallet-fee', 'institution')
    const revenueShare = paid('revenue-share', 'institution')
    return {
      currency,
      payments: of('payment').length,
      refunds: of('refund').length,
      captured,
      refunded,
      merchantFee,
      walletFee,
      revenueShare,
      toMerchant: minus(minus(captured, refunded), merchantFee),
      toInstitution: minus(minus(merchantFee, walletFee), revenueShare),
    }
  })
}

import { fromDecimal } from '../../base/currency.ts'
import { money, sum } from '../../base/money.ts'
import type { BillRow, BillTotals } from '../wallet.ts'
import { fromLocal } from './wire.ts'
import { Damage, unzip } from './zip.ts'

export type BillReading =
  | { outcome: 'ready'; rows: BillRow[]; totals: BillTotals }
  | { outcome: 'damaged'; detail: string; line: number | null }

const rowsMax = 1_000_000

/**
 * Reads a downloaded trade bill (bill_type=trade): a ZIP with two CSV files in GBK, the detail and the summary, in any order.
 * Rows are given out only when the trailer's counts and sums, and the summary's when there is one, agree with them to the
 * cent: a short file or one cent off is `damaged`. Layout: opendocs.alipay.com/open/204/106262 and the sample bills of the
 * stored code index 42123731404, 55282715864, 58585448706. Lines are decoded one at a time, so a large day stays small.
 */
export function readBill(file: Buffer): BillReading {
  return orDamaged(() => {
    const members = unzip(file)
    const detail = members.find((member) => isDetail(member.name))
    if (!detail) throw new Damage(`no detail among ${members.map((member) => member.name).join(', ') || 'no members'}`)
    const read = readDetail(linesOf(detail.data))
    const summary = members.find((member) => member.name.includes('汇总'))
    if (summary) checkSummary(linesOf(summary.data), read.totals)
    return read
  })
}

/** Reads the detail's lines, already decoded. For files that come another way than as a ZIP. */
export function readBillLines(lines: Iterable<string>): BillReading {
  return orDamaged(() => readDetail(lines))
}

const isDetail = (name: string): boolean => name.endsWith('.csv') && !name.includes('汇总') && /明细/.test(name)

function orDamaged(read: () => { rows: BillRow[]; totals: BillTotals }): BillReading {
  try {
    return { outcome: 'ready', ...read() }
  } catch (error) {
    if (!(error instanceof Damage)) throw error
    return { outcome: 'damaged', detail: error.message, line: error.line }
  }
}

/** Cuts on the byte 0x0A, which is never the second byte of a GBK letter (those are 0x40 and above), then decodes a line. */
export function* linesOf(data: Buffer): Generator<string> {
  const decoder = new TextDecoder('gbk', { fatal: true })
  let from = 0
  let line = 0
  while (from < data.length) {
    const found = data.indexOf(0x0a, from)
    const until = found < 0 ? data.length : found
    line++
    yield decoded(decoder, data.subarray(from, until), line).replace(/\r$/, '')
    from = until + 1
  }
}

function decoded(decoder: TextDecoder, bytes: Buffer, line: number): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new Damage('not GBK', line)
  }
}

function readDetail(lines: Iterable<string>): { rows: BillRow[]; totals: BillTotals } {
  const rows: BillRow[] = []
  const trailer: string[] = []
  let columns: Columns | null = null
  let number = 0
  for (const text of lines) {
    number++
    if (text.trim() === '') continue
    if (text.startsWith('#')) {
      if (columns && trailer.length < 10) trailer.push(text)
    } else if (!columns) columns = columnsOf(text)
    else if (trailer.length > 0) throw new Damage('a row after the end of the list', number)
    else if (rows.push(rowOf(columns, text, number)) > rowsMax) throw new Damage(`more than ${rowsMax} rows`, number)
  }
  if (!columns) throw new Damage('no line with the names of the columns', number)
  if (!trailer.some((text) => text.includes('列表结束')))
    throw new Damage('the list does not end: the file is cut short', number)
  return { rows, totals: checkedTotals(rows, trailer) }
}

type Columns = { readonly places: ReadonlyMap<string, number>; readonly count: number }

// Columns are found by name: bills of other years have other orders and numbers of them.
function columnsOf(text: string): Columns {
  const names = text.split(',').map((name) => name.trim())
  return { places: new Map(names.map((name, at) => [name, at])), count: names.length }
}

function rowOf(columns: Columns, text: string, line: number): BillRow {
  const cells = text.split(',')
  if (cells.length !== columns.count) throw new Damage(`${cells.length} cells under ${columns.count} columns`, line)
  const cell = (name: string): string => {
    const place = columns.places.get(name)
    if (place === undefined) throw new Damage(`no column ${name}`, line)
    return (cells[place] ?? '').trim()
  }
  const yuan = (name: string) => {
    const fen = fromDecimal('CNY', cell(name))
    if (fen === null) throw new Damage(`${name} is not an amount: ${cell(name)}`, line)
    return money('CNY', fen)
  }
  const at = (name: string): number => {
    const instant = fromLocal(cell(name))
    if (instant === null) throw new Damage(`${name} is not a time: ${cell(name)}`, line)
    return instant
  }
  const kind = { 交易: 'payment', 退款: 'refund' }[cell('业务类型')] as BillRow['kind'] | undefined
  if (!kind) throw new Damage(`a kind of line that we do not know: ${cell('业务类型')}`, line)
  return {
    line,
    kind,
    walletNo: cell('支付宝交易号'),
    orderNo: cell('商户订单号'),
    requestNo: kind === 'refund' ? cell('退款批次号/请求号') || null : null,
    subject: cell('商品名称'),
    createdAt: at('创建时间'),
    completedAt: at('完成时间'),
    storeNo: cell('门店编号'),
    payer: cell('对方账户'),
    amount: yuan('订单金额（元）'),
    received: yuan('商家实收（元）'),
    fee: yuan('服务费（元）'),
    text,
  }
}

function checkedTotals(rows: readonly BillRow[], trailer: readonly string[]): BillTotals {
  const payments = rows.filter((row) => row.kind === 'payment')
  const refunds = rows.filter((row) => row.kind === 'refund')
  const counted: BillTotals = {
    payments: payments.length,
    refunds: refunds.length,
    paid: sum(
      'CNY',
      payments.map((row) => row.received),
    ),
    refunded: sum(
      'CNY',
      refunds.map((row) => row.received),
    ),
  }
  const paid = declared(trailer, /^#交易合计：(\d+)笔，商家实收共(-?[\d.]+)元/)
  const refunded = declared(trailer, /^#退款合计：(\d+)笔，商家实收退款共(-?[\d.]+)元/)
  // A day without trades has no sums at all; a day with trades that has none was cut.
  if (!paid && !refunded && rows.length === 0) return counted
  if (!paid || !refunded) throw new Damage('the trailer has no sums')
  mustAgree('交易合计', paid, { count: counted.payments, fen: counted.paid.minor })
  mustAgree('退款合计', refunded, { count: counted.refunds, fen: counted.refunded.minor })
  return counted
}

type Sum = { count: number; fen: bigint }

function declared(trailer: readonly string[], form: RegExp): Sum | null {
  for (const text of trailer) {
    const found = form.exec(text)
    if (!found) continue
    const fen = fromDecimal('CNY', found[2] ?? '')
    if (fen === null) throw new Damage(`a sum that is not an amount: ${text}`)
    return { count: Number(found[1]), fen }
  }
  return null
}

function mustAgree(name: string, said: Sum, counted: Sum): void {
  if (said.count === counted.count && said.fen === counted.fen) return
  throw new Damage(
    `${name}: the file says ${said.count} lines and ${said.fen} fen, its lines are ${counted.count} and ${counted.fen}`,
  )
}

// The summary's last line sums all stores. Checked when it is there; bills of some contracts come without it.
function checkSummary(lines: Iterable<string>, totals: BillTotals): void {
  let columns: Columns | null = null
  let read = 0
  for (const text of lines) {
    if (++read > 100_000) throw new Damage('the summary has too many lines')
    if (text.startsWith('#') || text.trim() === '') continue
    if (!columns) {
      columns = columnsOf(text)
      continue
    }
    const cells = text.split(',').map((cell) => cell.trim())
    if (cells[0] !== '合计') continue
    const place = (name: string): string | undefined => cells[columns?.places.get(name) ?? -1]
    const fen = fromDecimal('CNY', place('商家实收（元）') ?? '')
    if (fen === null) return
    const net = totals.paid.minor + totals.refunded.minor
    if (fen !== net) throw new Damage(`the summary says ${fen} fen received, the lines are ${net}`)
  }
}

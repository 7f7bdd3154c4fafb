import { crc32, deflateRawSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { toDecimal } from '../../base/currency.ts'
import { addDays, type Day, isDay, startOfDay } from '../../base/time.ts'
import type { Trade } from './simulator-books.ts'
import type { SimulatedApp } from './simulator-keys.ts'
import type { Simulation } from './simulator-state.ts'
import { toLocal } from './wire.ts'

const zone = '+08:00'

/** The bill of a day can be had from nine the next morning, Beijing time. */
export const billReadyAt = (day: Day): number => startOfDay(addDays(day, 1), zone, 540)

/** A line of the bill, as money moved for the seller: a refund and a fee are negative. */
type StatementLine = {
  trade: Trade
  kind: 'payment' | 'refund'
  requestNo: string
  at: number
  fen: bigint
  feeFen: bigint
}

/** What a seller's day came to, before any lever touched the file. `netFen` is what Alipay owes the seller for it. */
export type Statement = { lines: StatementLine[]; netFen: bigint }

export function statementOf(s: Simulation, appId: string, day: Day): Statement {
  const from = startOfDay(day, zone)
  const until = startOfDay(addDays(day, 1), zone)
  const lines: StatementLine[] = []
  const isToday = (at: number | null): at is number => at !== null && at >= from && at < until
  for (const trade of s.books.trades.values()) {
    if (trade.appId !== appId || trade.paidAt === null) continue
    const common = { trade, requestNo: '' }
    if (isToday(trade.paidAt))
      lines.push({ ...common, kind: 'payment', at: trade.paidAt, fen: trade.totalFen, feeFen: -trade.feeFen })
    for (const refund of trade.refunds) {
      if (!isToday(refund.at)) continue
      const requestNo = refund.isCancel ? '' : refund.requestNo
      lines.push({ ...common, kind: 'refund', requestNo, at: refund.at, fen: -refund.fen, feeFen: refund.feeBackFen })
    }
  }
  lines.sort((a, b) => a.at - b.at)
  return { lines, netFen: lines.reduce((total, line) => total + line.fen + line.feeFen, 0n) }
}

/** The file of a day as Alipay packs it: a ZIP with GBK names (no UTF-8 flag) and GBK content. Null for a wrong day. */
export function billFile(s: Simulation, appId: string, day: string): Buffer | null {
  const app = s.keys.apps.find((each) => each.appId === appId)
  if (!app || !isDay(day) || s.now() < billReadyAt(day)) return null
  const truth = statementOf(s, appId, day).lines
  const { lines, trailer } = bent(s, truth, day)
  const base = `${app.sellerId}0156_${day.replaceAll('-', '')}_业务明细`
  const zip = zipOf([
    [`${base}.csv`, detail(s, app, day, lines, trailer)],
    [`${base}(汇总).csv`, summary(app, day, trailer, s.now())],
  ])
  s.books.commit()
  return s.levers.take('cut_bill', { day }) ? zip.subarray(0, Math.floor(zip.length / 2)) : zip
}

// Wrong lines, and what the trailer sums: the wrong lines too, or the truth.
function bent(
  s: Simulation,
  truth: StatementLine[],
  day: string,
): { lines: StatementLine[]; trailer: StatementLine[] } {
  const lines: StatementLine[] = []
  const trailer: StatementLine[] = []
  for (const line of truth) {
    const about = { orderNo: line.trade.orderNo, day }
    const over = line.kind === 'payment' ? s.levers.take('overcharge', about) : null
    const right = over ? { ...line, feeFen: line.feeFen - BigInt(over.fen) } : line
    const short = s.levers.take('short_bill', about)
    const off = s.levers.take('cent_off', about)
    const wrong = off ? { ...right, fen: right.fen - 1n } : right
    if (!short) lines.push(wrong)
    const follows = (short?.trailerFollows ?? true) && (off?.trailerFollows ?? true)
    if (!follows) trailer.push(right)
    else if (!short) trailer.push(wrong)
  }
  return { lines, trailer }
}

const columns =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,' +
  '支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,' +
  '退款批次号/请求号,服务费（元）,分润（元）,备注'

function detail(s: Simulation, app: SimulatedApp, day: Day, lines: StatementLine[], trailer: StatementLine[]): string {
  const rule = '-----------------------------------------'
  const payments = trailer.filter((line) => line.kind === 'payment')
  const refunds = trailer.filter((line) => line.kind === 'refund')
  const sums = [
    `#交易合计：${payments.length}笔，商家实收共${yuan(sumFen(payments))}元，商家优惠共0.00元`,
    `#退款合计：${refunds.length}笔，商家实收退款共${yuan(sumFen(refunds))}元，商家优惠退款共0.00元`,
  ]
  return [
    '#支付宝业务明细查询',
    ...preamble(app, day),
    `#${rule}业务明细列表----------------------------------------`,
    columns,
    ...lines.map((line) => row(s, line)),
    `#${rule}业务明细列表结束------------------------------------`,
    ...sums,
    exported(s.now()),
    '',
  ].join('\r\n')
}

function row(s: Simulation, { trade, kind, requestNo, at, fen, feeFen }: StatementLine): string {
  // The file has no quoting, so what would break its columns is replaced.
  const subject = trade.subject.replace(/[,\r\n\t]/g, ' ')
  const opened = toLocal(trade.openedAt ?? trade.madeAt)
  return [
    `${trade.tradeNo}\t`,
    `${trade.orderNo}\t`,
    `${kind === 'payment' ? '交易' : '退款'}\t`,
    subject,
    opened,
    toLocal(at),
    `${trade.storeNo}\t`,
    '\t',
    '\t',
    '\t',
    `${payer(s, trade)}\t`,
    yuan(fen),
    yuan(fen),
    '0.00',
    '0.00',
    '0.00',
    '0.00',
    '0.00',
    '',
    '0.00\t',
    '0.00',
    `${requestNo}\t`,
    yuan(feeFen),
    '0.00',
    subject,
  ].join(',')
}

// How Alipay shows a payer: the family name and the middle of the number hidden.
function payer(s: Simulation, trade: Trade): string {
  const shopper = s.books.shoppers.get(trade.shopper ?? '')
  return shopper ? `*${shopper.name.zh.slice(1)}(${shopper.logonId})` : ''
}

function summary(app: SimulatedApp, day: Day, lines: StatementLine[], now: number): string {
  const count = (kind: string): number => lines.filter((line) => line.kind === kind).length
  const fees = lines.reduce((total, line) => total + line.feeFen, 0n)
  const fen = sumFen(lines)
  const cells = [
    count('payment'),
    count('refund'),
    yuan(fen),
    yuan(fen),
    '0.00',
    '0.00',
    '0.00',
    yuan(fees),
    '0.00',
    yuan(fen + fees),
  ]
  const rule = '-----------------------------------------'
  return [
    '#支付宝业务汇总查询',
    ...preamble(app, day),
    `#${rule}业务汇总列表----------------------------------------`,
    '门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）',
    `合计\t,\t,${cells.join(',')}`,
    `#${rule}业务汇总列表结束------------------------------------`,
    exported(now),
    '',
  ].join('\r\n')
}

const preamble = (app: SimulatedApp, day: Day): string[] => [
  `#账号：[${app.sellerId}0156]`,
  `#起始日期：[${chinese(day)} 00:00:00]   终止日期：[${chinese(addDays(day, 1))} 00:00:00]`,
]
const chinese = (day: string): string => `${day.slice(0, 4)}年${day.slice(5, 7)}月${day.slice(8, 10)}日`
const exported = (now: number): string => `#导出时间：[${chinese(toLocal(now))} ${toLocal(now).slice(11)}]`
const sumFen = (lines: readonly StatementLine[]): bigint => lines.reduce((total, line) => total + line.fen, 0n)
const yuan = (fen: bigint): string => toDecimal('CNY', fen)

// PKWARE APPNOTE 6.3.10, deflated members, no UTF-8 flag: names are GBK as Alipay writes them.
export function zipOf(members: readonly (readonly [name: string, text: string])[]): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, text] of members) {
    const rawName = iconv.encode(name, 'gbk')
    const data = iconv.encode(text, 'gbk')
    const packed = deflateRawSync(data)
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0)
    facts.writeUInt16LE(8, 4)
    facts.writeUInt16LE(0x21, 8)
    facts.writeUInt32LE(crc32(data), 10)
    facts.writeUInt32LE(packed.length, 14)
    facts.writeUInt32LE(data.length, 18)
    facts.writeUInt16LE(rawName.length, 22)
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), facts, rawName, packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('504b01021400', 'hex'), facts, tail, rawName]))
    bodies.push(local)
    offset += local.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(members.length, 4)
  end.writeUInt16LE(members.length, 6)
  end.writeUInt32LE(list.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...bodies, list, Buffer.from('504b0506', 'hex'), end])
}

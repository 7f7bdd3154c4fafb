import { hourMs, minuteMs } from '../../base/time.ts'
import type { Fetch } from '../../world/world.ts'
import { noticeText, signText } from './signature.ts'
import type { PendingNotice, Refund, Trade } from './simulator-books.ts'
import { pair } from './simulator-keys.ts'
import { refundedFen, type Simulation } from './simulator-state.ts'
import { toLocal } from './wire.ts'

// Eight deliveries in 25 hours: at once, then 4m 10m 10m 1h 2h 6h 15h later (mainland document, as copied on CSDN;
// docs.antom.com gives 2m for the first).
const retryGapsMs: readonly number[] = [
  4 * minuteMs,
  10 * minuteMs,
  10 * minuteMs,
  hourMs,
  2 * hourMs,
  6 * hourMs,
  15 * hourMs,
]

/** How a notice may be false. `replay` is true and late: an old one under its own id. */
export type Forgery = 'unsigned' | 'bad_signature' | 'other_key' | 'altered_amount' | 'other_app' | 'other_seller'

export const tellWaiting = (s: Simulation, trade: Trade): void => tell(s, trade, { trade_status: 'WAIT_BUYER_PAY' })
export const tellPaid = (s: Simulation, trade: Trade): void => tell(s, trade, { trade_status: trade.state })
export const tellClosed = (s: Simulation, trade: Trade): void =>
  tell(s, trade, { trade_status: 'TRADE_CLOSED', gmt_close: toLocal(trade.closedAt ?? s.now()) })
export const tellRefunded = (s: Simulation, trade: Trade, refund: Refund): void =>
  tell(s, trade, {
    trade_status: trade.state,
    refund_fee: yuan(refundedFen(trade)),
    // A cancel has no number of its own.
    ...(refund.isCancel ? {} : { out_biz_no: refund.requestNo }),
    gmt_refund: `${toLocal(refund.at)}.${String(refund.at % 1_000).padStart(3, '0')}`,
    ...(trade.state === 'TRADE_CLOSED' ? { gmt_close: toLocal(refund.at) } : {}),
  })

function tell(s: Simulation, trade: Trade, facts: Record<string, string>): void {
  if (trade.notifyUrl === null || !s.books.hasRoom('notice')) return
  const id = `${toLocal(s.now()).slice(0, 10).replaceAll('-', '')}00222${Buffer.from(s.random.bytes(12)).toString('hex')}`
  const notice = {
    id,
    orderNo: trade.orderNo,
    url: trade.notifyUrl,
    params: paramsOf(s, trade, id, facts),
    attempts: 0,
    dueAt: s.now(),
  }
  s.books.put('notice', id, notice)
}

function paramsOf(s: Simulation, trade: Trade, id: string, facts: Record<string, string>): Record<string, string> {
  const app = s.keys.apps.find((each) => each.appId === trade.appId)
  const shopper = s.books.shoppers.get(trade.shopper ?? '')
  const fund = shopper?.funds.find((each) => each.id === trade.fund)
  const total = yuan(trade.totalFen)
  return {
    gmt_create: toLocal(trade.openedAt ?? trade.madeAt),
    charset: 'utf-8',
    subject: trade.subject,
    notify_id: id,
    notify_type: 'trade_status_sync',
    app_id: trade.appId,
    auth_app_id: trade.appId,
    seller_id: app?.sellerId ?? '',
    seller_email: 'mer***@covenant.example',
    version: '1.0',
    out_trade_no: trade.orderNo,
    trade_no: trade.tradeNo ?? '',
    total_amount: total,
    invoice_amount: total,
    point_amount: '0.00',
    ...(shopper ? { buyer_id: shopper.userId, buyer_logon_id: shopper.logonId } : {}),
    ...(trade.paidAt === null
      ? {}
      : { gmt_payment: toLocal(trade.paidAt), receipt_amount: total, buyer_pay_amount: total }),
    ...(fund ? { fund_bill_list: JSON.stringify([{ amount: total, fundChannel: fund.channel }]) } : {}),
    ...facts,
  }
}

type Delivery = { id: string; orderNo: string; at: number; url: string; answered: string; wasForged: boolean }

export type Postman = {
  /** Delivers what is due, at most `most`; answers how many were sent. */
  deliver(most: number): Promise<number>
  /** Sends a false notice about an order now; answers what was said to it. */
  forge(orderNo: string, how: Forgery): Promise<string>
  /** The latest deliveries, newest last. */
  readonly deliveries: readonly Delivery[]
}

const deliveriesMax = 1_000
const patienceMs = 5_000

/** Sends notices as forms and repeats them until the answer is the seven bytes `success`. */
export function makePostman(s: Simulation, fetch: Fetch): Postman {
  const deliveries: Delivery[] = []
  const post = async (notice: PendingNotice, body: string, wasForged: boolean): Promise<string> => {
    const answered = await answerOf(fetch, notice.url, body)
    deliveries.push({ id: notice.id, orderNo: notice.orderNo, at: s.now(), url: notice.url, answered, wasForged })
    if (deliveries.length > deliveriesMax) deliveries.shift()
    return answered
  }
  const sendOne = async (notice: PendingNotice): Promise<void> => {
    const body = formOf(signedNotice(s, { ...notice.params, notify_time: toLocal(s.now()) }))
    const isTwice = s.levers.take('duplicate_notice', { orderNo: notice.orderNo }) !== null
    let answered = await post(notice, body, false)
    if (isTwice) answered = await post(notice, body, false)
    const gap = retryGapsMs[notice.attempts]
    if (answered === 'success' || gap === undefined) s.books.drop('notice', notice.id)
    else s.books.put('notice', notice.id, { ...notice, attempts: notice.attempts + 1, dueAt: s.now() + gap })
    s.books.commit()
  }
  return {
    deliveries,
    deliver: async (most) => {
      const due = [...s.books.notices.values()].filter((notice) => notice.dueAt <= s.now())
      const free = due.filter((notice) => !s.levers.take('hold_notice', { orderNo: notice.orderNo }))
      if (free.length > 1 && s.levers.take('reorder_notices')) free.reverse()
      const sent = free.slice(0, most)
      for (const notice of sent) await sendOne(notice)
      return sent.length
    },
    forge: async (orderNo, how) => {
      const trade = [...s.books.trades.values()].find((each) => each.orderNo === orderNo)
      if (!trade?.notifyUrl) return 'no such order'
      const id = `forged-${Buffer.from(s.random.bytes(6)).toString('hex')}`
      const facts = { trade_status: 'TRADE_SUCCESS', gmt_payment: toLocal(s.now()), notify_time: toLocal(s.now()) }
      const params = forged(s, paramsOf(s, trade, id, facts), how)
      return post({ id, orderNo, url: trade.notifyUrl, params: {}, attempts: 0, dueAt: 0 }, formOf(params), true)
    },
  }
}

function signedNotice(
  s: Simulation,
  params: Record<string, string>,
  privateKey = s.keys.privateKey,
): Record<string, string> {
  return { ...params, sign_type: 'RSA2', sign: signText(noticeText(params), privateKey) }
}

function forged(s: Simulation, params: Record<string, string>, how: Forgery): Record<string, string> {
  switch (how) {
    case 'unsigned':
      return { ...params, sign_type: 'RSA2' }
    case 'bad_signature':
      return { ...params, sign_type: 'RSA2', sign: Buffer.from(s.random.bytes(256)).toString('base64') }
    case 'other_key':
      return signedNotice(s, params, pair().privateKey)
    case 'altered_amount':
      return { ...signedNotice(s, params), total_amount: `1${params['total_amount']}` }
    case 'other_app':
      return signedNotice(s, { ...params, app_id: '2021999999999999' })
    case 'other_seller':
      return signedNotice(s, { ...params, seller_id: '2088999999999999' })
  }
}

const formOf = (params: Record<string, string>): string => new URLSearchParams(params).toString()

async function answerOf(fetch: Fetch, url: string, body: string): Promise<string> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    })
    const text = (await response.text()).slice(0, 100)
    return response.ok ? text : `HTTP ${response.status}`
  } catch (error) {
    return error instanceof Error ? error.name : 'broken'
  }
}

const yuan = (fen: bigint): string => `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`

import type { Terms } from '../agreements/terms.ts'
import type { Id } from '../base/id.ts'
import { money } from '../base/money.ts'
import type { Random } from '../base/random.ts'
import { seededRandom } from '../base/random.ts'
import { dayMs, hourMs, type Instant, minuteMs, secondMs } from '../base/time.ts'
import type { Merchant, Store } from '../merchants/merchant.ts'
import { cancel } from '../payments/cancel.ts'
import { hearNotice } from '../payments/hearNotice.ts'
import { inquire } from '../payments/inquire.ts'
import type { Order } from '../payments/open.ts'
import { pay } from '../payments/pay.ts'
import { refund } from '../payments/refund.ts'
import { shownCode } from '../payments/shownCode.ts'
import type { AlipaySimulator } from '../wallets/alipay/simulator.ts'
import type { Fetch, World } from '../world/world.ts'
import { openAlipay } from './alipay.ts'
import { goodsOf } from './merchants.ts'

export type Shop = { merchant: Merchant; stores: Store[] }
export type History = {
  from: Instant
  firstDay: number
  days: number
  home: string
  shops: Shop[]
  terms: (at: Instant) => Terms | null
}
/** What the history calls at the end of each day: close it, confirm the transfer, reconcile the wallet's file. */
export type DayEnd = (w: World, alipay: AlipaySimulator, clock: { at: Instant }, day: number) => Promise<void>

// Shops open at 08:00 and close at 22:00, busiest at noon and in the evening. Counts of payments by hour, as weights.
const hourWeights = [0, 0, 0, 0, 0, 0, 0, 1, 4, 5, 5, 8, 12, 8, 5, 5, 6, 9, 12, 11, 8, 5, 2, 0]

/**
 * Lives months of business through the product's own verbs, the wallet's own wire format and real signatures, with a clock that
 * is moved. What is sold is seeded, so every sandbox begins with the same kind of history.
 */
export async function liveHistory(real: World, history: History, endDay: DayEnd): Promise<void> {
  const clock = { at: history.from + history.firstDay * dayMs }
  const simulated: { alipay: AlipaySimulator | null } = { alipay: null }
  const fetch: Fetch = (url, init) => (simulated.alipay?.fetch ?? real.fetch)(url, init)
  const w: World = { ...real, now: () => clock.at, fetch }
  const deliver: Fetch = async (_, init) => {
    const reply = await hearNotice(w, 'alipay', Buffer.from(init?.body as string), {})
    return new Response(reply.body, { status: reply.status })
  }
  const alipay = await openAlipay(w, { home: history.home, port: null, deliver, terms: history.terms })
  simulated.alipay = alipay
  try {
    for (let day = history.firstDay; day < history.days; day++) {
      // Each day has its own seed, so that a history that was interrupted goes on as it would have.
      const random = seededRandom(20_260_701 + day)
      for (const at of momentsOf(random, history.from + day * dayMs, day)) {
        clock.at = Math.max(clock.at, at)
        await oneSale(w, alipay, clock, random, history.shops)
      }
      if (day === history.days - 1) await largeSales(w, alipay, clock, history.shops)
      const midnight = history.from + (day + 1) * dayMs
      clock.at = Math.max(clock.at, midnight)
      await endDay(w, alipay, clock, day)
      clock.at = midnight
    }
    await liveToday(w, alipay, clock, { until: real.now(), day: history.days, shops: history.shops })
  } finally {
    await alipay.stop()
  }
}

// Today as far as it has come, so that the first look finds a day at work. The last sale is one that the wallet does not answer
// for: its outcome stays unknown until tomorrow's file says that it was paid.
async function liveToday(
  w: World,
  alipay: AlipaySimulator,
  clock: { at: Instant },
  { until, day, shops }: { until: Instant; day: number; shops: readonly Shop[] },
): Promise<void> {
  const random = seededRandom(20_260_701 + day)
  const moments = momentsOf(random, clock.at, day).filter((at) => at < until - hourMs)
  for (const at of moments) {
    clock.at = Math.max(clock.at, at)
    await oneSale(w, alipay, clock, random, shops)
  }
  clock.at = Math.max(clock.at, until - 10 * minuteMs)
  alipay.levers.pull({ kind: 'busy', method: 'alipay.trade.pay', executed: true, times: 1 })
  const { code } = alipay.phone.code('lin')
  const sale = saleOf(random, clock.at, shops)
  const amount = sale.amount.minor > 100_000n ? money('CNY', 39_900n) : sale.amount
  await pay(w, { ...sale, amount, product: 'qr-consumer' }, code, 'till')
  const orderNo = [...alipay.books.trades.values()].at(-1)?.orderNo ?? null
  const silent = ['alipay.trade.query', 'alipay.trade.cancel']
  alipay.levers.pull({ kind: 'hold_notice', orderNo, times: null })
  for (const method of silent) alipay.levers.pull({ kind: 'busy', method, orderNo, times: null })
}

// More on Friday to Sunday, a little more every week: the shops grow.
function momentsOf(random: Random, midnight: Instant, day: number): Instant[] {
  const weekday = new Date(midnight + 8 * hourMs).getUTCDay()
  const count = 7 + Math.floor(day / 18) + (weekday === 0 || weekday >= 5 ? 4 : 0) + random.below(4)
  const total = hourWeights.reduce((sum, weight) => sum + weight, 0)
  const moments = Array.from({ length: count }, () => {
    let left = random.below(total)
    const hour = hourWeights.findIndex((weight) => {
      left -= weight
      return left < 0
    })
    return midnight + hour * hourMs + random.below(hourMs)
  })
  return moments.sort((a, b) => a - b)
}

async function oneSale(
  w: World,
  alipay: AlipaySimulator,
  clock: { at: Instant },
  random: Random,
  shops: readonly Shop[],
): Promise<void> {
  const order = saleOf(random, clock.at, shops)
  // One shopper in forty is the one with an almost empty wallet.
  const [poor, rich] = split(alipay.phone.wallets(), (one) => one.id === 'zhao')
  const shopper = pick(random, random.below(40) === 0 ? poor : rich)
  const authCode = order.product === 'qr-consumer' ? alipay.phone.code(shopper.id).code : null
  const { payment } = await pay(w, order, authCode, 'till')
  if (authCode === null) await scanned(w, alipay, clock, random, payment, shopper.id)
  clock.at += 2 * secondMs
  await alipay.tick()
  if (random.below(100) < 5) await someRefund(w, clock, random, payment, order.amount.minor)
}

// Yesterday a few customers bought for a whole company: refunds of these are not one person's.
const large: readonly [merchant: string, subject: string, minor: bigint][] = [
  ['West Lake Tea House', '明前龙井礼盒 十套', 368_000n],
  ['Shanye Outdoor', '团建冲锋衣 四件', 359_600n],
  ['Qinghe Market', '企业慰问品采购', 412_000n],
  ['Zhiyun Apparel', '门店工服 四套', 227_200n],
]

async function largeSales(
  w: World,
  alipay: AlipaySimulator,
  clock: { at: Instant },
  shops: readonly Shop[],
): Promise<void> {
  const random = seededRandom(20_260_630)
  const shoppers = ['lin', 'chen', 'zhou', 'wang'] as const
  for (const [place, [name, subject, minor]] of large.entries()) {
    const shop = shops.find(({ merchant }) => merchant.name.en === name)
    if (!shop) continue
    const order = { ...saleOf(random, clock.at, [shop]), subject, amount: money('CNY', minor) }
    const { payment } = await pay(w, { ...order, product: 'qr-merchant' }, null, 'till')
    await scanned(w, alipay, clock, random, payment, shoppers[place] ?? 'wang')
    clock.at += 2 * secondMs
    await alipay.tick()
  }
}

function saleOf(random: Random, at: Instant, shops: readonly Shop[]): Order {
  const shop = pick(
    random,
    shops.flatMap((one) => Array<Shop>(goodsOf(one.merchant).weight).fill(one)),
  )
  const [subject, price] = pick(random, goodsOf(shop.merchant).goods)
  const minor = BigInt(price + (random.below(3) === 0 ? random.below(900) : 0))
  return {
    merchant: shop.merchant.id,
    orderNo: `${new Date(at + 8 * hourMs).toISOString().slice(0, 19).replace(/\D/g, '')}${String(random.below(9_000) + 1_000)}`,
    amount: money('CNY', minor),
    // A shown code is one factor: above 1,000 yuan the agreement asks for two.
    product: random.below(100) < 52 && minor <= 100_000n ? 'qr-consumer' : 'qr-merchant',
    subject,
    wallet: 'alipay',
    store: pick(random, shop.stores).id,
    payer: null,
    returnUrl: null,
    authenticate: false,
    expiresInMinutes: 15,
  }
}

// Most people who see a code pay it; some walk away, and the till cancels.
async function scanned(
  w: World,
  alipay: AlipaySimulator,
  clock: { at: Instant },
  random: Random,
  payment: Id<'pay'>,
  shopper: string,
): Promise<void> {
  const shown = await shownCode(w, payment)
  clock.at += (6 + random.below(40)) * secondMs
  if (shown === null || random.below(100) < 6) {
    clock.at += 3 * minuteMs
    await cancel(w, payment, 'till')
    return
  }
  const { tradeToken } = alipay.phone.scan(shopper, shown.code)
  clock.at += (3 + random.below(9)) * secondMs
  try {
    alipay.phone.confirm(shopper, tradeToken, pinOf(alipay, shopper))
  } catch {
    await inquire(w, shown.attempt) // not enough money: the shopper sees it on the phone, the till sees a waiting payment
  }
}

async function someRefund(
  w: World,
  clock: { at: Instant },
  random: Random,
  payment: Id<'pay'>,
  minor: bigint,
): Promise<void> {
  clock.at += (5 + random.below(40)) * minuteMs
  const amount = random.below(2) === 0 ? minor : (minor * BigInt(20 + random.below(50))) / 100n
  try {
    await refund(
      w,
      payment,
      { amount: money('CNY', amount), reason: pick(random, ['商品退回', '下错单', '少上一道菜', '尺码不合']) },
      'Wang Min',
    )
  } catch (error) {
    if (!(error as { code?: string }).code?.startsWith('payments.')) throw error // declined or not covered: it stays as it is
  }
}

const pinOf = (alipay: AlipaySimulator, shopper: string): string => alipay.books.shoppers.get(shopper)?.pin ?? ''

function split<T>(list: readonly T[], is: (one: T) => boolean): [T[], T[]] {
  return [list.filter(is), list.filter((one) => !is(one))]
}

function pick<T>(random: Random, list: readonly T[]): T {
  return list[random.below(list.length)] as T
}

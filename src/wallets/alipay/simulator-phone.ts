import { secondMs } from '../../base/time.ts'
import type { Fund, PayCode, Shopper, Trade } from './simulator-books.ts'
import { digits, Refusal, refundedFen, type Simulation } from './simulator-state.ts'
import { endOf, fundFor, openTrade, payTrade, ripen } from './simulator-trades.ts'

/** A payment code lives a minute and works once (Alipay shows a new one every minute). */
const payCodeMs = 60 * secondMs

/** Why the phone says no, for the person who holds it. */
export class PhoneRefusal extends Error {
  readonly code: keyof typeof phoneTexts
  constructor(code: keyof typeof phoneTexts) {
    super(code)
    this.code = code
  }
}
export const phoneTexts = {
  shopper_unknown: { status: 404, zh: '没有这个演示用户', en: 'there is no such demo shopper' },
  code_unknown: { status: 404, zh: '无法识别此二维码', en: 'this code cannot be read' },
  order_closed: {
    status: 409,
    zh: '支付失败，本笔交易已关闭，请收银员重新收款',
    en: 'this payment is closed; ask the till for a new code',
  },
  already_paid: { status: 409, zh: '订单已支付', en: 'this order is paid' },
  other_shopper: { status: 409, zh: '订单已由其他用户打开', en: 'another shopper has opened this order' },
  nothing_pending: { status: 404, zh: '没有待确认的付款', en: 'there is no payment to confirm' },
  pin_wrong: { status: 403, zh: '支付密码不正确', en: 'the payment password is wrong' },
  insufficient_funds: {
    status: 409,
    zh: '余额不足，请更换付款方式',
    en: 'not enough funds; choose another way to pay',
  },
  too_many: { status: 429, zh: '操作过于频繁，请稍后再试', en: 'too many requests; try again shortly' },
} as const

type FenJson = { currency: 'CNY'; minor: string }
type PhoneWallet = {
  id: string
  name: { zh: string; en: string }
  logonId: string
  /** This is a demonstration: the password stands on the screen. */
  pinHint: string
  funds: { id: string; channel: Fund['channel']; name: { zh: string; en: string }; left: FenJson }[]
}
type PhoneTrade = {
  merchant: { zh: string; en: string }
  subject: string
  amount: FenJson
  tradeToken: string
  orderNo: string
  state: Trade['state']
  at: string
  endsAt: string | null
  refunded: FenJson
}

export type Phone = {
  wallets(): PhoneWallet[]
  /** Opens the payment behind a scanned code; from here Alipay knows the trade. */
  scan(shopper: string, code: string): PhoneTrade
  /** Pays with the password, from the named fund or the first that has enough. */
  confirm(shopper: string, tradeToken: string, pin: string, fund?: string | null): PhoneTrade
  /** A new payment code to show at a till. */
  code(shopper: string): { code: string; endsAt: string }
  /** Payments that a till started and that wait for the password. */
  pending(shopper: string): PhoneTrade[]
  /** The shopper's payments, newest first, at most 50. */
  bills(shopper: string): PhoneTrade[]
}

export function makePhone(s: Simulation): Phone {
  const done = <T>(value: T): T => {
    s.books.commit()
    return value
  }
  return {
    wallets: () => [...s.books.shoppers.values()].slice(0, 100).map(walletOf),
    scan: (id, code) => done(show(s, opened(s, shopperOf(s, id), code))),
    confirm: (id, token, pin, fund = null) => done(show(s, confirmed(s, shopperOf(s, id), token, pin, fund))),
    code: (id) => done(newCode(s, shopperOf(s, id))),
    pending: (id) => {
      const shopper = shopperOf(s, id)
      const waiting = [...s.books.open].filter((trade) => trade.shopper === shopper.id && trade.scene === 'bar_code')
      return done(
        waiting
          .map((trade) => ripen(s, trade))
          .filter((trade) => trade.state === 'WAIT_BUYER_PAY')
          .slice(-20)
          .map((trade) => show(s, trade)),
      )
    },
    bills: (id) => latestOf(s, shopperOf(s, id)).map((trade) => show(s, trade)),
  }
}

/** A till charges a shown code: paid at once, or waiting for the password above the free limit. Throws Alipay's Refusal. */
export function payBy(s: Simulation, trade: Trade, authCode: string): void {
  const code = s.books.codes.get(authCode)
  const shopper = s.books.shoppers.get(code?.shopper ?? '')
  if (!code || !shopper || code.isUsed || s.now() > code.madeAt + payCodeMs) {
    throw new Refusal('ACQ.PAYMENT_AUTH_CODE_INVALID', '支付授权码无效')
  }
  s.books.put('code', authCode, { ...code, isUsed: true })
  fundFor(shopper, trade.totalFen, null)
  trade.shopper = shopper.id
  openTrade(s, trade)
  if (trade.totalFen <= s.passwordAboveFen) payTrade(s, trade, shopper, null)
}

function shopperOf(s: Simulation, id: string): Shopper {
  const shopper = s.books.shoppers.get(id)
  if (!shopper) throw new PhoneRefusal('shopper_unknown')
  return shopper
}

function opened(s: Simulation, shopper: Shopper, code: string): Trade {
  const trade = s.books.byQr(code)
  if (!trade) throw new PhoneRefusal('code_unknown')
  mustBePayable(ripen(s, trade), shopper)
  if (trade.state === 'UNSCANNED') {
    trade.shopper = shopper.id
    openTrade(s, trade)
  }
  return trade
}

function confirmed(s: Simulation, shopper: Shopper, token: string, pin: string, fund: string | null): Trade {
  const trade = s.books.byToken(token)
  if (!trade) throw new PhoneRefusal('nothing_pending')
  mustBePayable(ripen(s, trade), shopper)
  if (pin !== shopper.pin) throw new PhoneRefusal('pin_wrong')
  try {
    payTrade(s, trade, shopper, fund)
  } catch (error) {
    throw error instanceof Refusal ? new PhoneRefusal('insufficient_funds') : error
  }
  return trade
}

function mustBePayable(trade: Trade, shopper: Shopper): void {
  if (trade.paidAt !== null) throw new PhoneRefusal('already_paid')
  if (trade.isLocked || trade.state === 'TRADE_CLOSED') throw new PhoneRefusal('order_closed')
  if (trade.shopper !== null && trade.shopper !== shopper.id) throw new PhoneRefusal('other_shopper')
}

function newCode(s: Simulation, shopper: Shopper): { code: string; endsAt: string } {
  for (const old of s.books.codes.values()) {
    if (old.madeAt + payCodeMs >= s.now()) break // the oldest stand first
    s.books.drop('code', old.code)
  }
  if (!s.books.hasRoom('code')) throw new PhoneRefusal('too_many')
  const made: PayCode = { code: `28${digits(s, 16)}`, shopper: shopper.id, madeAt: s.now(), isUsed: false }
  s.books.put('code', made.code, made)
  return { code: made.code, endsAt: new Date(made.madeAt + payCodeMs).toISOString() }
}

function latestOf(s: Simulation, shopper: Shopper): Trade[] {
  const own = [...s.books.trades.values()].filter((trade) => trade.shopper === shopper.id && trade.paidAt !== null)
  return own.sort((a, b) => (b.paidAt ?? 0) - (a.paidAt ?? 0)).slice(0, 50)
}

function show(s: Simulation, trade: Trade): PhoneTrade {
  const app = s.keys.apps.find((each) => each.appId === trade.appId)
  const endsAt = endOf(trade)
  return {
    merchant: app?.name ?? { zh: '商户', en: 'merchant' },
    subject: trade.subject,
    amount: fenJson(trade.totalFen),
    tradeToken: trade.token ?? '',
    orderNo: trade.orderNo,
    state: trade.state,
    at: new Date(trade.paidAt ?? trade.openedAt ?? trade.madeAt).toISOString(),
    endsAt: endsAt === null ? null : new Date(endsAt).toISOString(),
    refunded: fenJson(refundedFen(trade)),
  }
}

const fenJson = (fen: bigint): FenJson => ({ currency: 'CNY', minor: fen.toString() })

function walletOf(shopper: Shopper): PhoneWallet {
  return {
    id: shopper.id,
    name: shopper.name,
    logonId: shopper.logonId,
    pinHint: shopper.pin,
    funds: shopper.funds.map((fund) => ({
      id: fund.id,
      channel: fund.channel,
      name: { zh: fund.zh, en: fund.en },
      left: fenJson(fund.leftFen),
    })),
  }
}

/** The people of the demonstration: enough money for three busy months, and one who has little. */
export function demoShoppers(): Shopper[] {
  const rows = [
    ['lin', '林晓雨', 'Lin Xiaoyu', '138****2046', 8_000_000n, 60_000_000n],
    ['chen', '陈志远', 'Chen Zhiyuan', '186****7315', 5_600_000n, 50_000_000n],
    ['zhou', '周雅婷', 'Zhou Yating', 'zyt***@163.com', 3_250_000n, 40_000_000n],
    ['wang', '王建国', 'Wang Jianguo', '139****5528', 12_000_000n, 90_000_000n],
    ['zhao', '赵小满', 'Zhao Xiaoman', '177****0904', 1_850n, 0n],
  ] as const
  return rows.map(([id, zh, en, logonId, balanceFen, cardFen], at) => ({
    id,
    name: { zh, en },
    userId: `20880012345678${String(at + 10)}`,
    logonId,
    pin: '246810',
    funds: [
      { id: 'balance', channel: 'ALIPAYACCOUNT' as const, zh: '账户余额', en: 'Balance', leftFen: balanceFen },
      {
        id: 'card',
        channel: 'BANKCARD' as const,
        zh: '储蓄卡（尾号 6208）',
        en: 'Debit card ending 6208',
        leftFen: cardFen,
      },
    ],
  }))
}

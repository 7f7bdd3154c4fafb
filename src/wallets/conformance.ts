import { expect, test } from 'vitest'
import { type Money, money } from '../base/money.ts'
import { hourMs, type Instant, minuteMs } from '../base/time.ts'
import type { NoticeHeaders, Wallet, WalletAccount, WalletWorld } from './wallet.ts'

/** How a simulator is made to misbehave once, on the next call. */
export type Fault =
  | 'lost_request' | 'lost_answer' | 'slow' | 'busy' | 'down' | 'bad_signature' | 'unsigned' | 'unknown_word' | 'wrong_amount' | 'wrong_order'
export type BillFault = 'short' | 'cent_off' | 'cut' | 'late'
export type Forged = 'unsigned' | 'bad_signature' | 'other_key' | 'altered_amount' | 'other_app' | 'other_seller'

/** What the suite needs of a wallet's simulator. `slow` answers after `slowMs`. */
export type Harness = {
  wallet: Wallet
  account: WalletAccount
  w: WalletWorld
  /** An account that reaches nobody. */
  nowhere: WalletAccount
  slowMs: number
  pass(ms: number): void
  fault(fault: Fault): void
  billFault(fault: BillFault): void
  /** The next cancel or close is answered well and does nothing. */
  lateSuccess(): void
  duplicateNotices(): void
  shopper: {
    scan(code: string): void
    confirm(orderNo: string): void
    /** A payment code of somebody with money, or with next to none. */
    payCode(who?: 'rich' | 'poor'): string
    /** All that the shoppers together have paid and not got back. */
    spent(): bigint
  }
  /** Delivers what is due and answers everything received since the last time. */
  notices(): Promise<{ raw: Buffer; headers: NoticeHeaders }[]>
  forge(orderNo: string, how: Forged): Promise<{ raw: Buffer; headers: NoticeHeaders }>
  stop(): Promise<void>
}

const patience = { timeoutMs: 2_000 }
const small = money('CNY', 1_999n)
/** Above every wallet's free limit: the shopper must type the password. */
const large = money('CNY', 150_000n)

/** The one suite that every wallet passes: it registers tests that break when a promise of wallet.ts does. */
export function conformance(name: string, make: () => Promise<Harness>): void {
  const promise = (text: string, act: (h: Harness, ask: Asks) => Promise<void>): void =>
    test(`${name}: ${text}`, async () => {
      const h = await make()
      try {
        await act(h, asksOf(h))
      } finally {
        await h.stop()
      }
    })
  paying(promise)
  notKnowing(promise)
  takingBack(promise)
  beingTold(promise)
  reconciling(promise)
}

type Register = (text: string, act: (h: Harness, ask: Asks) => Promise<void>) => void
type Asks = {
  order(orderNo: string, amount?: Money): { orderNo: string; amount: Money; subject: string; expiresAt: Instant; timeoutMs: number }
  precreate(orderNo: string, amount?: Money): ReturnType<Wallet['precreate']>
  pay(orderNo: string, authCode: string, amount?: Money): ReturnType<Wallet['pay']>
  query(orderNo: string, amount?: Money): ReturnType<Wallet['query']>
  cancel(orderNo: string): ReturnType<Wallet['cancel']>
  close(orderNo: string): ReturnType<Wallet['close']>
  refund(orderNo: string, requestNo: string, minor: bigint): ReturnType<Wallet['refund']>
  queryRefund(orderNo: string, requestNo: string, minor: bigint): ReturnType<Wallet['queryRefund']>
  paid(orderNo: string, amount?: Money): Promise<string>
}

function asksOf(h: Harness): Asks {
  const { wallet, account, w } = h
  const order: Asks['order'] = (orderNo, amount = small) => ({
    orderNo, amount, subject: '龙井茶 100% 一斤', expiresAt: w.now() + 15 * minuteMs, ...patience,
  })
  const pay: Asks['pay'] = (orderNo, authCode, amount) => wallet.pay(w, account, { ...order(orderNo, amount), authCode })
  return {
    order,
    pay,
    precreate: (orderNo, amount) => wallet.precreate(w, account, order(orderNo, amount)),
    query: (orderNo, amount = small) => wallet.query(w, account, { orderNo, amount, ...patience }),
    cancel: (orderNo) => wallet.cancel(w, account, { orderNo, ...patience }),
    close: (orderNo) => wallet.close(w, account, { orderNo, ...patience }),
    refund: (orderNo, requestNo, minor) => wallet.refund(w, account, { orderNo, requestNo, amount: money('CNY', minor), ...patience }),
    queryRefund: (orderNo, requestNo, minor) =>
      wallet.queryRefund(w, account, { orderNo, requestNo, amount: money('CNY', minor), ...patience }),
    paid: async (orderNo, amount) => {
      const answer = await pay(orderNo, h.shopper.payCode(), amount)
      expect(answer.outcome).toBe('paid')
      return answer.outcome === 'paid' ? answer.walletNo : ''
    },
  }
}

function paying(promise: Register): void {
  promise('a code is shown, scanned and paid, and each step is told as it is', async (h, ask) => {
    const answer = await ask.precreate('order-1')
    expect(answer).toMatchObject({ outcome: 'code', code: expect.stringMatching(/^https:/) })
    if (answer.outcome !== 'code') return
    expect(await ask.query('order-1')).toMatchObject({ outcome: 'not_found' })
    h.shopper.scan(answer.code)
    expect(await ask.query('order-1')).toMatchObject({ outcome: 'waiting' })
    h.shopper.confirm('order-1')
    expect(await ask.query('order-1')).toMatchObject({ outcome: 'paid', amount: small, refundable: true, paidAt: h.w.now() })
  })

  promise('a code asked for twice is one code', async (_, ask) => {
    const first = await ask.precreate('order-1')
    const second = await ask.precreate('order-1')
    expect(second).toMatchObject({ outcome: 'code', code: first.outcome === 'code' ? first.code : 'none' })
  })

  promise('a shown code is charged once however often the order is sent', async (h, ask) => {
    const code = h.shopper.payCode()
    const answers = [await ask.pay('order-1', code), await ask.pay('order-1', code), await ask.pay('order-1', code)]
    expect(answers.map((answer) => answer.outcome)).toEqual(['paid', 'paid', 'paid'])
    expect(new Set(answers.map((answer) => (answer.outcome === 'paid' ? answer.walletNo : ''))).size).toBe(1)
    expect(h.shopper.spent()).toBe(small.minor)
  })

  promise('a large payment waits for the password', async (h, ask) => {
    expect(await ask.pay('order-1', h.shopper.payCode(), large)).toMatchObject({ outcome: 'waiting' })
    expect(await ask.query('order-1', large)).toMatchObject({ outcome: 'waiting' })
    h.shopper.confirm('order-1')
    expect(await ask.query('order-1', large)).toMatchObject({ outcome: 'paid', amount: large })
  })

  promise('a refusal says why in both languages', async (h, ask) => {
    const refused = await ask.pay('order-1', h.shopper.payCode('poor'))
    expect(refused).toMatchObject({ outcome: 'declined', because: 'insufficient_funds', zh: expect.stringMatching(/余额/), en: expect.any(String) })
    expect(await ask.pay('order-2', '280000000000000000')).toMatchObject({ outcome: 'declined', because: 'code_invalid' })
    expect(h.shopper.spent()).toBe(0n)
  })

  promise('a payment code works once', async (h, ask) => {
    const code = h.shopper.payCode()
    expect(await ask.pay('order-1', code)).toMatchObject({ outcome: 'paid' })
    expect(await ask.pay('order-2', code)).toMatchObject({ outcome: 'declined', because: 'code_invalid' })
  })

  promise('a payment code is too old after a minute', async (h, ask) => {
    const code = h.shopper.payCode()
    h.pass(61_000)
    expect(await ask.pay('order-1', code)).toMatchObject({ outcome: 'declined', because: 'code_invalid' })
  })

  promise('an order past its end is closed and nobody can pay it', async (h, ask) => {
    const answer = await ask.precreate('order-1')
    await ask.pay('order-2', h.shopper.payCode(), large)
    h.pass(16 * minuteMs)
    expect(() => h.shopper.scan(answer.outcome === 'code' ? answer.code : '')).toThrow()
    expect(await ask.query('order-2', large)).toMatchObject({ outcome: 'closed', wasPaid: false })
    expect(() => h.shopper.confirm('order-2')).toThrow()
  })
}

function notKnowing(promise: Register): void {
  promise('a lost answer is unknown, and the truth is had by asking', async (h, ask) => {
    h.fault('lost_answer')
    expect(await ask.pay('order-1', h.shopper.payCode())).toMatchObject({ outcome: 'unknown', executed: 'maybe' })
    expect(await ask.query('order-1')).toMatchObject({ outcome: 'paid' })
  })

  promise('a lost request is unknown too, and may be sent again with the same number', async (h, ask) => {
    const code = h.shopper.payCode()
    h.fault('lost_request')
    expect(await ask.pay('order-1', code)).toMatchObject({ outcome: 'unknown', executed: 'maybe' })
    expect(await ask.query('order-1')).toMatchObject({ outcome: 'not_found' })
    expect(await ask.pay('order-1', code)).toMatchObject({ outcome: 'paid' })
    expect(h.shopper.spent()).toBe(small.minor)
  })

  promise('an answer later than our patience is unknown', async (h, ask) => {
    h.fault('slow')
    const asked = { ...ask.order('order-1'), authCode: h.shopper.payCode(), timeoutMs: Math.floor(h.slowMs / 3) }
    expect(await h.wallet.pay(h.w, h.account, asked)).toMatchObject({ outcome: 'unknown', because: 'timeout', executed: 'maybe' })
    await new Promise((done) => setTimeout(done, h.slowMs))
    expect(await ask.query('order-1')).toMatchObject({ outcome: 'paid' })
  })

  promise('only a connection that never stood proves that nothing was executed', async (h, ask) => {
    const asked = { ...ask.order('order-1'), authCode: h.shopper.payCode() }
    expect(await h.wallet.pay(h.w, h.nowhere, asked)).toMatchObject({ outcome: 'unknown', because: 'never_connected', executed: 'no' })
  })

  const faults: [Fault, string][] = [
    ['busy', 'wallet_busy'], ['down', 'http_error'], ['bad_signature', 'bad_signature'], ['unsigned', 'unsigned'],
    ['unknown_word', 'unknown_word'], ['wrong_order', 'mismatch'],
  ]
  for (const [fault, because] of faults) {
    promise(`${fault} is unknown because ${because}, in every call`, async (h, ask) => {
      await ask.paid('paid')
      await ask.refund('paid', 'refund-1', 100n)
      await ask.pay('waiting', h.shopper.payCode(), large)
      const calls: (() => Promise<{ outcome: string; because?: string }>)[] = [
        () => ask.precreate('new-1'),
        () => ask.pay('new-2', h.shopper.payCode()),
        () => ask.query('paid'),
        () => ask.refund('paid', 'refund-1', 100n),
        () => ask.queryRefund('paid', 'refund-1', 100n),
        () => ask.close('waiting'),
        () => ask.cancel('waiting'),
      ]
      for (const call of calls) {
        h.fault(fault)
        expect(await call()).toMatchObject({ outcome: 'unknown', because })
      }
    })
  }

  promise('a signed answer about another amount is a mismatch, never a success', async (h, ask) => {
    await ask.paid('order-1')
    await ask.refund('order-1', 'refund-1', 100n)
    h.fault('wrong_amount')
    expect(await ask.pay('order-2', h.shopper.payCode())).toMatchObject({ outcome: 'unknown', because: 'mismatch' })
    h.fault('wrong_amount')
    expect(await ask.query('order-1')).toMatchObject({ outcome: 'unknown', because: 'mismatch' })
    h.fault('wrong_amount')
    expect(await ask.queryRefund('order-1', 'refund-1', 100n)).toMatchObject({ outcome: 'unknown', because: 'mismatch' })
    h.fault('wrong_amount')
    expect(await ask.refund('order-1', 'refund-1', 100n)).toMatchObject({ outcome: 'unknown', because: 'mismatch' })
    expect(await ask.query('order-1', large)).toMatchObject({ outcome: 'unknown', because: 'mismatch' })
  })

  promise('an order number that is already paid is not a refusal', async (h, ask) => {
    await ask.paid('order-1')
    expect(await ask.pay('order-1', h.shopper.payCode())).toMatchObject({ outcome: 'unknown', because: 'moved_on' })
    expect(await ask.precreate('order-1')).toMatchObject({ outcome: 'unknown', because: 'moved_on' })
  })

  promise('evidence shows what was said without signatures, codes or the shopper’s numbers', async (h, ask) => {
    const code = h.shopper.payCode()
    const answer = await ask.pay('order-1', code)
    const text = JSON.stringify(answer.evidence)
    expect(answer.evidence).toMatchObject({ httpStatus: 200, request: expect.stringContaining('order-1') })
    expect(text).not.toContain(code)
    if (answer.outcome === 'paid' && answer.payerId) expect(text).not.toContain(answer.payerId)
    expect(text).not.toMatch(/[A-Za-z0-9+/]{60,}/)
    expect(text.length).toBeLessThan(10_000)
  })
}

function takingBack(promise: Register): void {
  promise('cancel closes what is not paid and gives back what is, as often as it is sent', async (h, ask) => {
    await ask.pay('waiting', h.shopper.payCode(), large)
    await ask.paid('paid')
    for (let turn = 0; turn < 2; turn++) {
      expect(await ask.cancel('waiting')).toMatchObject({ outcome: 'cancelled', action: 'close' })
      expect(await ask.cancel('paid')).toMatchObject({ outcome: 'cancelled', action: 'refund' })
      expect(await ask.cancel('never-sent')).toMatchObject({ outcome: 'cancelled', action: 'none' })
    }
    expect(h.shopper.spent()).toBe(0n)
    expect(await ask.query('waiting', large)).toMatchObject({ outcome: 'closed', wasPaid: false })
    expect(await ask.query('paid')).toMatchObject({ outcome: 'closed', wasPaid: true })
  })

  promise('cancel is refused after its window', async (h, ask) => {
    await ask.paid('order-1')
    h.pass(h.wallet.capabilities.cancelWithinMs + minuteMs)
    expect(await ask.cancel('order-1')).toMatchObject({ outcome: 'declined', because: 'too_late' })
    expect(await ask.refund('order-1', 'refund-1', small.minor)).toMatchObject({ outcome: 'refunded' })
  })

  promise('a success after a cancel is seen, and a second cancel takes it back', async (h, ask) => {
    await ask.pay('order-1', h.shopper.payCode(), large)
    h.lateSuccess()
    expect(await ask.cancel('order-1')).toMatchObject({ outcome: 'cancelled' })
    h.shopper.confirm('order-1')
    expect(await ask.query('order-1', large)).toMatchObject({ outcome: 'paid' })
    expect(await ask.cancel('order-1')).toMatchObject({ outcome: 'cancelled', action: 'refund' })
    expect(h.shopper.spent()).toBe(0n)
  })

  promise('close works on what waits and is refused on what is paid', async (h, ask) => {
    await ask.pay('waiting', h.shopper.payCode(), large)
    await ask.paid('paid')
    expect(await ask.close('waiting')).toMatchObject({ outcome: 'closed' })
    expect(await ask.close('paid')).toMatchObject({ outcome: 'declined' })
    expect(await ask.query('paid')).toMatchObject({ outcome: 'paid' })
  })

  promise('partial refunds add up to the payment and never beyond it', async (h, ask) => {
    await ask.paid('order-1')
    expect(await ask.refund('order-1', 'r-1', 999n)).toMatchObject({ outcome: 'refunded', changed: true, refundedTotal: money('CNY', 999n) })
    expect(await ask.refund('order-1', 'r-1', 999n)).toMatchObject({ outcome: 'refunded', changed: false, refundedTotal: money('CNY', 999n) })
    expect(await ask.refund('order-1', 'r-2', 1_001n)).toMatchObject({ outcome: 'declined', because: 'over_refund' })
    expect(await ask.query('order-1')).toMatchObject({ outcome: 'paid' })
    expect(await ask.refund('order-1', 'r-3', 1_000n)).toMatchObject({ outcome: 'refunded', refundedTotal: small })
    expect(await ask.query('order-1')).toMatchObject({ outcome: 'closed', wasPaid: true })
    expect(h.shopper.spent()).toBe(0n)
  })

  promise('a refund whose answer is lost is found by its number, and sent again it is still one', async (h, ask) => {
    await ask.paid('order-1')
    h.fault('lost_answer')
    expect(await ask.refund('order-1', 'r-1', 500n)).toMatchObject({ outcome: 'unknown' })
    expect(await ask.queryRefund('order-1', 'r-1', 500n)).toMatchObject({ outcome: 'refunded' })
    expect(await ask.refund('order-1', 'r-1', 500n)).toMatchObject({ outcome: 'refunded', changed: false })
    expect(await ask.queryRefund('order-1', 'r-9', 500n)).toMatchObject({ outcome: 'not_found' })
    expect(h.shopper.spent()).toBe(small.minor - 500n)
  })

  promise('an unpaid or unknown order cannot be refunded', async (h, ask) => {
    await ask.pay('waiting', h.shopper.payCode(), large)
    expect(await ask.refund('waiting', 'r-1', 1n)).toMatchObject({ outcome: 'declined' })
    expect(await ask.refund('never-sent', 'r-1', 1n)).toMatchObject({ outcome: 'declined', because: 'order_not_found' })
  })
}

function beingTold(promise: Register): void {
  promise('a true notice is read, twice with one id when it comes twice', async (h, ask) => {
    h.duplicateNotices()
    const walletNo = await ask.paid('order-1')
    const read = (await h.notices()).map(({ raw, headers }) => h.wallet.readNotice(h.account, raw, headers))
    expect(read.length).toBe(2)
    for (const notice of read) {
      expect(notice).toMatchObject({ outcome: 'notice', kind: 'payment', state: 'paid', orderNo: 'order-1', walletNo, amount: small })
    }
    expect(new Set(read.map((notice) => (notice.outcome === 'notice' ? notice.id : ''))).size).toBe(1)
  })

  promise('a refund is told with its number', async (h, ask) => {
    await ask.paid('order-1')
    await h.notices()
    await ask.refund('order-1', 'r-1', 500n)
    const [told] = await h.notices()
    expect(told && h.wallet.readNotice(h.account, told.raw, told.headers)).toMatchObject({
      outcome: 'notice', kind: 'refund', state: 'paid', requestNo: 'r-1', refundedTotal: money('CNY', 500n), amount: small,
    })
  })

  const forgeries: Forged[] = ['unsigned', 'bad_signature', 'other_key', 'altered_amount', 'other_app', 'other_seller']
  for (const how of forgeries) {
    promise(`a forged notice (${how}) is refused`, async (h, ask) => {
      await ask.paid('order-1')
      const { raw, headers } = await h.forge('order-1', how)
      expect(h.wallet.readNotice(h.account, raw, headers)).toMatchObject({ outcome: 'forged' })
    })
  }

  promise('one changed byte makes a notice forged', async (h, ask) => {
    await ask.paid('order-1')
    const [told] = await h.notices()
    const changed = Buffer.from(told?.raw ?? '')
    const at = changed.indexOf('order-1')
    changed[at + 6] = 0x32
    expect(h.wallet.readNotice(h.account, changed, told?.headers ?? {})).toMatchObject({ outcome: 'forged' })
    expect(h.wallet.readNotice(h.account, Buffer.from('\xff\xfe%%%'), {})).toMatchObject({ outcome: 'forged' })
  })
}

function reconciling(promise: Register): void {
  const bill = (h: Harness) => h.wallet.bill(h.w, h.account, { day: '2026-07-01', currency: 'CNY', ...patience })
  const busyDay = async (h: Harness, ask: Asks): Promise<void> => {
    await ask.paid('order-1')
    await ask.paid('order-2', money('CNY', 8_850n))
    await ask.refund('order-2', 'r-1', 850n)
    h.pass(31 * hourMs)
  }

  promise('the statement of a day says what happened', async (h, ask) => {
    await busyDay(h, ask)
    const answer = await bill(h)
    expect(answer).toMatchObject({
      outcome: 'ready',
      totals: { payments: 2, refunds: 1, paid: money('CNY', 10_849n), refunded: money('CNY', -850n) },
      rows: [
        { kind: 'payment', orderNo: 'order-1', requestNo: null, amount: small },
        { kind: 'payment', orderNo: 'order-2', amount: money('CNY', 8_850n) },
        { kind: 'refund', orderNo: 'order-2', requestNo: 'r-1', amount: money('CNY', -850n) },
      ],
    })
    if (answer.outcome === 'ready') expect(answer.rows.every((row) => row.fee.minor <= 0n || row.kind === 'refund')).toBe(true)
  })

  promise('the statement of an unfinished day is not ready', async (h, ask) => {
    await ask.paid('order-1')
    expect(await bill(h)).toMatchObject({ outcome: 'not_ready' })
  })

  const faults: [BillFault, string][] = [['short', 'damaged'], ['cent_off', 'damaged'], ['cut', 'damaged'], ['late', 'not_ready']]
  for (const [fault, outcome] of faults) {
    promise(`a statement that is ${fault} is ${outcome}, and none of its rows is given out`, async (h, ask) => {
      await busyDay(h, ask)
      h.billFault(fault)
      const answer = await bill(h)
      expect(answer).toMatchObject({ outcome })
      expect(answer).not.toHaveProperty('rows')
    })
  }
}

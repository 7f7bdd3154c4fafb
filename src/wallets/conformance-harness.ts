import { expect } from 'vitest'
import { type Money, money } from '../base/money.ts'
import { type Instant, minuteMs } from '../base/time.ts'
import type { NoticeHeaders, Wallet, WalletAccount, WalletWorld } from './wallet.ts'

/** How a simulator is made to misbehave once, on the next call. */
export type Fault =
  | 'lost_request'
  | 'lost_answer'
  | 'slow'
  | 'busy'
  | 'down'
  | 'bad_signature'
  | 'unsigned'
  | 'unknown_word'
  | 'wrong_amount'
  | 'wrong_order'
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

export const patience = { timeoutMs: 2_000 }
export const small = money('CNY', 1_999n)
/** Above every wallet's free limit: the shopper must type the password. */
export const large = money('CNY', 150_000n)

export type Register = (text: string, act: (h: Harness, ask: Asks) => Promise<void>) => void
export type Asks = {
  order(
    orderNo: string,
    amount?: Money,
  ): { orderNo: string; amount: Money; subject: string; expiresAt: Instant; timeoutMs: number }
  precreate(orderNo: string, amount?: Money): ReturnType<Wallet['precreate']>
  pay(orderNo: string, authCode: string, amount?: Money): ReturnType<Wallet['pay']>
  query(orderNo: string, amount?: Money): ReturnType<Wallet['query']>
  cancel(orderNo: string): ReturnType<Wallet['cancel']>
  close(orderNo: string): ReturnType<Wallet['close']>
  refund(orderNo: string, requestNo: string, minor: bigint): ReturnType<Wallet['refund']>
  queryRefund(orderNo: string, requestNo: string, minor: bigint): ReturnType<Wallet['queryRefund']>
  paid(orderNo: string, amount?: Money): Promise<string>
}

/** The calls of the suite, short: small amounts, fixed patience. */
export function asksOf(h: Harness): Asks {
  const { wallet, account, w } = h
  const order: Asks['order'] = (orderNo, amount = small) => ({
    orderNo,
    amount,
    subject: '龙井茶 100% 一斤',
    expiresAt: w.now() + 15 * minuteMs,
    ...patience,
  })
  const pay: Asks['pay'] = (orderNo, authCode, amount) =>
    wallet.pay(w, account, { ...order(orderNo, amount), authCode })
  return {
    order,
    pay,
    precreate: (orderNo, amount) => wallet.precreate(w, account, order(orderNo, amount)),
    query: (orderNo, amount = small) => wallet.query(w, account, { orderNo, amount, ...patience }),
    cancel: (orderNo) => wallet.cancel(w, account, { orderNo, ...patience }),
    close: (orderNo) => wallet.close(w, account, { orderNo, ...patience }),
    refund: (orderNo, requestNo, minor) =>
      wallet.refund(w, account, { orderNo, requestNo, amount: money('CNY', minor), ...patience }),
    queryRefund: (orderNo, requestNo, minor) =>
      wallet.queryRefund(w, account, { orderNo, requestNo, amount: money('CNY', minor), ...patience }),
    paid: async (orderNo, amount) => {
      const answer = await pay(orderNo, h.shopper.payCode(), amount)
      expect(answer.outcome).toBe('paid')
      return answer.outcome === 'paid' ? answer.walletNo : ''
    },
  }
}

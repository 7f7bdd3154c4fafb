import { expect } from 'vitest'
import { money } from '../base/money.ts'
import { hourMs, minuteMs } from '../base/time.ts'
import {
  type Asks,
  type BillFault,
  type Forged,
  type Harness,
  large,
  patience,
  type Register,
  small,
} from './conformance-harness.ts'

export function cancelling(promise: Register): void {
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
}

export function refunding(promise: Register): void {
  promise('close works on what waits and is refused on what is paid', async (h, ask) => {
    await ask.pay('waiting', h.shopper.payCode(), large)
    await ask.paid('paid')
    expect(await ask.close('waiting')).toMatchObject({ outcome: 'closed' })
    expect(await ask.close('paid')).toMatchObject({ outcome: 'declined' })
    expect(await ask.query('paid')).toMatchObject({ outcome: 'paid' })
  })

  promise('partial refunds add up to the payment and never beyond it', async (h, ask) => {
    await ask.paid('order-1')
    expect(await ask.refund('order-1', 'r-1', 999n)).toMatchObject({
      outcome: 'refunded',
      changed: true,
      refundedTotal: money('CNY', 999n),
    })
    expect(await ask.refund('order-1', 'r-1', 999n)).toMatchObject({
      outcome: 'refunded',
      changed: false,
      refundedTotal: money('CNY', 999n),
    })
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

  promise('a refund number with another amount is refused, and the first refund stays', async (h, ask) => {
    await ask.paid('order-1')
    await ask.refund('order-1', 'r-1', 500n)
    expect(await ask.refund('order-1', 'r-1', 600n)).toMatchObject({ outcome: 'declined', because: 'order_exists' })
    expect(h.shopper.spent()).toBe(small.minor - 500n)
  })

  promise('an unpaid or unknown order cannot be refunded', async (h, ask) => {
    await ask.pay('waiting', h.shopper.payCode(), large)
    expect(await ask.refund('waiting', 'r-1', 1n)).toMatchObject({ outcome: 'declined' })
    expect(await ask.refund('never-sent', 'r-1', 1n)).toMatchObject({ outcome: 'declined', because: 'order_not_found' })
  })
}

export function beingTold(promise: Register): void {
  promise('a true notice is read, twice with one id when it comes twice', async (h, ask) => {
    h.duplicateNotices()
    const walletNo = await ask.paid('order-1')
    const read = (await h.notices()).map(({ raw, headers }) => h.wallet.readNotice(h.account, raw, headers))
    expect(read.length).toBe(2)
    for (const notice of read) {
      expect(notice).toMatchObject({
        outcome: 'notice',
        kind: 'payment',
        state: 'paid',
        orderNo: 'order-1',
        walletNo,
        amount: small,
      })
    }
    expect(new Set(read.map((notice) => (notice.outcome === 'notice' ? notice.id : ''))).size).toBe(1)
  })

  promise('a refund is told with its number', async (h, ask) => {
    await ask.paid('order-1')
    await h.notices()
    await ask.refund('order-1', 'r-1', 500n)
    const [told] = await h.notices()
    expect(told && h.wallet.readNotice(h.account, told.raw, told.headers)).toMatchObject({
      outcome: 'notice',
      kind: 'refund',
      state: 'paid',
      requestNo: 'r-1',
      refundedTotal: money('CNY', 500n),
      amount: small,
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

export function reconciling(promise: Register): void {
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
    if (answer.outcome === 'ready')
      expect(answer.rows.every((row) => row.fee.minor <= 0n || row.kind === 'refund')).toBe(true)
  })

  promise('the statement of an unfinished day is not ready', async (h, ask) => {
    await ask.paid('order-1')
    expect(await bill(h)).toMatchObject({ outcome: 'not_ready' })
  })

  const faults: [BillFault, string][] = [
    ['short', 'damaged'],
    ['cent_off', 'damaged'],
    ['cut', 'damaged'],
    ['late', 'not_ready'],
  ]
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

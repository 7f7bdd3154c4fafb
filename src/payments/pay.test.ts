import { expect, test } from 'vitest'
import { type Till, till } from '../../test/paying.ts'
import { partner, tea } from '../../test/settled.ts'
import { money } from '../base/money.ts'
import { hourMs, minuteMs, secondMs } from '../base/time.ts'
import { balanceOf } from '../ledger/balances.ts'
import { prove } from '../ledger/prove.ts'
import { postingsOf } from '../ledger/statement.ts'
import { closeDue } from '../settlement/closeDue.ts'
import { cancel } from './cancel.ts'
import { hearNotice } from './hearNotice.ts'
import { pay, payWith } from './pay.ts'
import type { Payment } from './payment.ts'
import { paymentMoves } from './payment.ts'
import { refund } from './refund.ts'
import { paymentById, stepsOfPayment } from './store.ts'
import { attemptsOf } from './storeAttempt.ts'
import { refundsOf } from './storeRefund.ts'

async function shown(t: Till, changes = {}): Promise<{ id: Payment['id']; code: string }> {
  const { payment } = await pay(t.w, t.order(changes), null, 'test')
  const code = (await attemptsOf(t.w, payment)).at(-1)?.code
  expect(code).toMatch(/^https:\/\/qr\.alipay\.com\//)
  return { id: payment, code: code ?? '' }
}
const stateOf = async (t: Till, id: string) => (await paymentById(t.w, id))?.state

async function booksHold(t: Till): Promise<void> {
  expect(await prove(t.w)).toMatchObject({ holds: true, problems: [] })
}

test('a scanned code is paid, priced by its clauses and booked once, though notice and inquiry both tell', async () => {
  const t = await till()
  const { id, code } = await shown(t)
  expect(await stateOf(t, id)).toBe('needs_action')
  t.scanAndPay(code)
  await t.notices()
  await t.wait(minuteMs)
  const payment = await paymentById(t.w, id)
  expect(payment?.state).toBe('captured')
  const entries = await postingsOf(t.w, id)
  const money125 = entries
    .filter(({ why }) => why !== 'meter')
    .map(({ why, amount, path }) => [why, amount.minor, path])
  // 125.00: 0.38 % from the merchant, 0.25 % to the wallet, 30 % of what is left to the wallet.
  expect(money125).toEqual([
    ['capture', 12_500n, '/clauses/settlement'],
    ['merchant-fee', 48n, '/clauses/fees/rules/1'],
    ['wallet-fee', 31n, '/clauses/fees/rules/2'],
    ['revenue-share', 5n, '/clauses/revenueShare/shares/1'],
  ])
  await booksHold(t)
})

test('a shown payment code is charged at once, or waits for the password above the free limit', async () => {
  const t = await till()
  const shopper = t.alipay.phone.wallets()[0]?.id ?? ''
  const { code } = t.alipay.phone.code(shopper)
  const small = await pay(t.w, t.order({ product: 'qr-consumer', minor: 3_600n }), code, 'test')
  expect(await stateOf(t, small.payment)).toBe('captured')
  const again = await pay(t.w, t.order({ product: 'qr-consumer', minor: 3_600n }), code, 'test')
  expect(await stateOf(t, again.payment)).toBe('declined')
  await booksHold(t)
})

test('a lost answer is unknown, never failed, and the truth is found by asking', async () => {
  const t = await till()
  const shopper = t.alipay.phone.wallets()[0]?.id ?? ''
  t.alipay.levers.pull({ kind: 'drop_response', method: 'alipay.trade.pay', times: 1 })
  const { code } = t.alipay.phone.code(shopper)
  const { payment } = await pay(t.w, t.order({ product: 'qr-consumer', minor: 3_600n }), code, 'test')
  expect(await stateOf(t, payment)).toBe('unknown')
  await t.wait(10 * secondMs)
  expect(await stateOf(t, payment)).toBe('captured')
  expect((await postingsOf(t.w, payment)).filter(({ why }) => why === 'capture')).toHaveLength(1)
  await booksHold(t)
})

test('an order that is nowhere is cancelled by the wallet before it expires with us', async () => {
  const t = await till()
  const { id } = await shown(t, { expiresInMinutes: 2 })
  await t.wait(90 * secondMs)
  expect(await stateOf(t, id)).toBe('needs_action')
  t.alipay.levers.pull({ kind: 'busy', method: 'alipay.trade.cancel', times: null })
  await t.wait(5 * minuteMs)
  // The wallet does not confirm the cancel, so no timer of ours ends the payment.
  expect(['unknown', 'needs_action']).toContain(await stateOf(t, id))
  t.alipay.levers.releaseAll()
  await t.wait(3 * hourMs)
  expect(await stateOf(t, id)).toBe('expired')
})

test('a success that comes after the cancel is given back once, and its money never counts as a sale', async () => {
  const t = await till()
  const { id, code } = await shown(t)
  t.alipay.levers.pull({ kind: 'late_success', times: 1 })
  await cancel(t.w, id, 'test')
  expect(await stateOf(t, id)).toBe('cancelled')
  t.scanAndPay(code)
  await t.notices()
  await t.wait(minuteMs)
  expect(await stateOf(t, id)).toBe('cancelled')
  expect((await refundsOf(t.w, id)).map(({ state, late }) => [state, late])).toEqual([['refunded', true]])
  expect((await postingsOf(t.w, id)).map(({ why }) => why)).toEqual(['late-success'])
  await booksHold(t)
})

test('a retry of the same order is the same payment, other content under its number is refused', async () => {
  const t = await till()
  const order = t.order()
  const answers = await Promise.all(Array.from({ length: 8 }, () => pay(t.w, order, null, 'test')))
  expect(new Set(answers.map(({ payment }) => payment)).size).toBe(1)
  expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1)
  await expect(pay(t.w, { ...order, amount: money('CNY', 1n) }, null, 'test')).rejects.toMatchObject({
    code: 'payments.order_differs',
  })
})

test('partial refunds return exactly the fees of one full refund, and never more than was paid', async () => {
  const t = await till()
  const { id, code } = await shown(t)
  t.scanAndPay(code)
  await t.notices()
  // Another sale gives the merchant money to refund from.
  const other = await shown(t, { minor: 50_000n })
  t.scanAndPay(other.code)
  await t.notices()
  for (const minor of [1n, 333n, 4_166n])
    await refund(t.w, id, { amount: money('CNY', minor), reason: '退一壶' }, 'test')
  await expect(refund(t.w, id, { amount: money('CNY', 8_001n), reason: '多退' }, 'test')).rejects.toMatchObject({
    code: 'payments.over_refund',
  })
  await refund(t.w, id, { amount: money('CNY', 8_000n), reason: '全退' }, 'test')
  expect(await stateOf(t, id)).toBe('refunded')
  const returned = (await refundsOf(t.w, id)).flatMap(({ priced }) => priced ?? [])
  const totals = Object.fromEntries(
    ['merchant-fee', 'wallet-fee', 'revenue-share'].map((kind) => [
      kind,
      returned.filter((line) => line.kind === kind).reduce((sum, { amount }) => sum + amount.minor, 0n),
    ]),
  )
  expect(totals).toEqual({ 'merchant-fee': 48n, 'wallet-fee': 31n, 'revenue-share': 5n })
  await booksHold(t)
})

test('a refund whose answer is lost stays unknown and is repeated with its number: one refund at the wallet', async () => {
  const t = await till()
  const { id, code } = await shown(t)
  t.scanAndPay(code)
  await t.notices()
  t.alipay.levers.pull({ kind: 'hold_notice', times: null })
  t.alipay.levers.pull({ kind: 'drop_response', method: 'alipay.trade.refund', times: 1 })
  await refund(t.w, id, { amount: money('CNY', 12_500n), reason: '全退' }, 'test')
  expect((await refundsOf(t.w, id)).map(({ state }) => state)).toEqual(['unknown'])
  await t.wait(2 * minuteMs)
  expect((await refundsOf(t.w, id)).map(({ state }) => state)).toEqual(['refunded'])
  expect(await stateOf(t, id)).toBe('refunded')
  expect([...t.alipay.books.trades.values()].flatMap(({ refunds }) => refunds)).toHaveLength(1)
  await booksHold(t)
})

test('a refund after the day was settled takes the money back from what the merchant is owed, and counts it once', async () => {
  const t = await till({ at: '2026-07-01T02:00:00Z' })
  const { id, code } = await shown(t)
  t.scanAndPay(code)
  await t.notices()
  t.w.pass(24 * hourMs)
  await closeDue(t.w, partner)
  await refund(t.w, id, { amount: money('CNY', 12_500n), reason: '全退' }, 'test')
  expect(await stateOf(t, id)).toBe('refunded')
  t.w.pass(24 * hourMs)
  await closeDue(t.w, partner)
  for (const kind of ['merchant-pending', 'merchant-payable'] as const) {
    expect((await balanceOf(t.w, { kind, owner: tea, currency: 'CNY' })).posted.minor).toBe(0n)
  }
  await booksHold(t)
})

test('twenty refunds at once never give back more than was paid', async () => {
  const t = await till()
  const { id, code } = await shown(t)
  t.scanAndPay(code)
  await t.notices()
  const tries = await Promise.allSettled(
    Array.from({ length: 20 }, () => refund(t.w, id, { amount: money('CNY', 2_500n), reason: '并发' }, 'test')),
  )
  const given = (await refundsOf(t.w, id))
    .filter(({ state }) => state === 'refunded')
    .reduce((sum, { amount }) => sum + amount.minor, 0n)
  expect(given).toBeLessThanOrEqual(12_500n)
  expect(tries.filter(({ status }) => status === 'fulfilled').length).toBe(Number(given / 2_500n))
  await booksHold(t)
})

test('a limit of the agreement holds to the cent under fifty payments at once, and names its clause', async () => {
  const t = await till()
  // qr-merchant with two factors: 5,000 a day per payer.
  const tries = await Promise.allSettled(
    Array.from({ length: 50 }, () => pay(t.w, t.order({ minor: 30_000n, payer: 'lin' }), null, 'test')),
  )
  const opened = tries.filter(({ status }) => status === 'fulfilled')
  expect(opened).toHaveLength(16)
  const refused = tries.find(({ status }) => status === 'rejected') as PromiseRejectedResult
  expect(refused.reason).toMatchObject({ code: 'payments.over_limit', at: '/clauses/limits/rows/3/perDay' })
  await expect(pay(t.w, t.order({ minor: 500_001n }), null, 'test')).rejects.toMatchObject({
    code: 'payments.over_limit',
  })
  await booksHold(t)
})

test('forged, repeated and altered notices move nothing and are recorded', async () => {
  const t = await till()
  const { id, code } = await shown(t)
  t.alipay.levers.pull({ kind: 'hold_notice', times: null })
  t.scanAndPay(code)
  const forged = Buffer.from(
    'notify_id=1&notify_type=trade_status_sync&trade_status=TRADE_SUCCESS&sign_type=RSA2&sign=AAAA',
  )
  const reply = await hearNotice(t.w, 'alipay', forged, {})
  expect(reply.body).not.toBe('success')
  expect(await stateOf(t, id)).toBe('needs_action')
  t.alipay.levers.releaseAll()
  t.alipay.levers.pull({ kind: 'duplicate_notice', times: null })
  await t.notices()
  expect(await stateOf(t, id)).toBe('captured')
  const { rows } = await t.w.db.pool.query(
    'select verdict, count(*)::int as n from payments.notice group by verdict order by verdict',
  )
  expect(rows).toContainEqual({ verdict: 'forged', n: 1 })
  expect((await postingsOf(t.w, id)).filter(({ why }) => why === 'capture')).toHaveLength(1)
})

test('the database holds the same table of states as the code, and lets no other move pass', async () => {
  const t = await till()
  const { rows } = await t.w.db.pool.query<{ from_state: string; to_state: string }>(
    'select from_state, to_state from payments.transition',
  )
  const inCode = Object.entries(paymentMoves).flatMap(([from, moves]) =>
    Object.values(moves).map((to) => `${from} ${to}`),
  )
  const own = new Set(inCode.filter((move) => move.split(' ')[0] !== move.split(' ')[1]))
  expect(new Set(rows.map(({ from_state, to_state }) => `${from_state} ${to_state}`))).toEqual(own)
  const { id } = await shown(t)
  await expect(t.w.db.pool.query(`update payments.payment set state = 'refunded' where id = $1`, [id])).rejects.toThrow(
    'does not move',
  )
  expect((await stepsOfPayment(t.w, id)).map(({ to }) => to)).toEqual(['created', 'needs_action'])
})

test('an order whose payer never chooses a wallet expires with its time, and choosing then comes too late', async () => {
  const t = await till()
  const { payment } = await pay(t.w, t.order({ product: 'online', wallet: null, expiresInMinutes: 5 }), null, 'test')
  await t.wait(4 * minuteMs)
  expect(await stateOf(t, payment)).toBe('created')
  await t.wait(2 * minuteMs)
  expect(await stateOf(t, payment)).toBe('expired')
  await expect(payWith(t.w, payment, 'alipay')).rejects.toMatchObject({ code: 'payments.over' })
})

test('a wallet chosen late and not heard is asked again with the same order number', async () => {
  const t = await till()
  const { payment } = await pay(t.w, t.order({ product: 'online', wallet: null }), null, 'test')
  t.w.pass(4 * minuteMs)
  t.alipay.levers.pull({ kind: 'drop_request', method: 'alipay.trade.precreate', times: 1 })
  await payWith(t.w, payment, 'alipay')
  expect(await stateOf(t, payment)).toBe('unknown')
  await t.wait(minuteMs)
  expect(await stateOf(t, payment)).toBe('needs_action')
})

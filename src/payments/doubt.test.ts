import { expect, test } from 'vitest'
import { type Till, till } from '../../test/paying.ts'
import { money } from '../base/money.ts'
import { hourMs, minuteMs } from '../base/time.ts'
import { prove } from '../ledger/prove.ts'
import { postingsOf } from '../ledger/statement.ts'
import { cancel } from './cancel.ts'
import { pay } from './pay.ts'
import { refund } from './refund.ts'
import { paymentById } from './store.ts'
import { refundsOf } from './storeRefund.ts'

// Faults that the simulation and the crashes found, each as small as it can be told.

async function sold(t: Till, minor = 3_600n) {
  const { code } = t.alipay.phone.code(t.alipay.phone.wallets()[0]?.id ?? '')
  const { payment } = await pay(t.w, t.order({ product: 'qr-consumer', minor }), code, 'till')
  return payment
}

test('a refund asked for twice under one key is one refund, also when the first answer never came', async () => {
  const t = await till()
  const id = await sold(t)
  const wish = { amount: money('CNY', 600n), reason: '少一份' }
  const first = await refund(t.w, id, wish, 'till', 'mer k1')
  expect(await refund(t.w, id, wish, 'till', 'mer k1')).toBe(first)
  expect((await paymentById(t.w, id))?.refunded.minor).toBe(600n)
  const other = { ...wish, amount: money('CNY', 601n) }
  await expect(refund(t.w, id, other, 'till', 'mer k1')).rejects.toMatchObject({ code: 'world.key_reused' })
})

test('no success is believed while a cancel is on its way that may have given the money back (seed 15)', async () => {
  const t = await till()
  t.alipay.levers.pull({ kind: 'hold_notice', times: null })
  t.alipay.levers.pull({ kind: 'drop_response', method: 'alipay.trade.pay', times: 1 })
  const id = await sold(t)
  // The till gives up: the question is lost, the cancel gives the money back, and its answer is lost too.
  t.alipay.levers.pull({ kind: 'drop_request', method: 'alipay.trade.query', times: 1 })
  t.alipay.levers.pull({ kind: 'drop_response', method: 'alipay.trade.cancel', times: 1 })
  await cancel(t.w, id, 'till')
  t.alipay.levers.releaseAll()
  await t.notices() // "paid", as it was before
  expect((await paymentById(t.w, id))?.state).toBe('unknown')
  await t.wait(10 * minuteMs)
  expect((await paymentById(t.w, id))?.state).toBe('cancelled')
  expect(await postingsOf(t.w, id)).toEqual([])
})

test('a late success that the wallet has given back meanwhile is not given back again (seed 15)', async () => {
  const t = await till()
  t.alipay.levers.pull({ kind: 'hold_notice', times: null })
  t.alipay.levers.pull({ kind: 'drop_response', method: 'alipay.trade.pay', times: 1 })
  const id = await sold(t)
  t.alipay.levers.pull({ kind: 'drop_request', method: 'alipay.trade.query', times: 1 })
  await cancel(t.w, id, 'till') // confirmed: the wallet took the money and gave it back
  expect((await paymentById(t.w, id))?.state).toBe('cancelled')
  t.alipay.levers.releaseAll()
  await t.notices()
  await t.wait(hourMs)
  expect((await refundsOf(t.w, id)).map(({ state, late }) => [state, late])).toEqual([['refunded', true]])
  expect([...t.alipay.books.trades.values()].flatMap(({ refunds }) => refunds)).toHaveLength(1)
  expect(await paymentById(t.w, id)).toMatchObject({ frozen: null, refunding: { minor: 0n } })
  expect(await prove(t.w)).toMatchObject({ holds: true })
})

test('a refused inquiry of a refund says nothing final about the refund', async () => {
  const t = await till()
  const id = await sold(t)
  t.alipay.levers.pull({ kind: 'hold_notice', times: null })
  t.alipay.levers.pull({ kind: 'drop_response', method: 'alipay.trade.refund', times: 1 })
  const refusal = {
    kind: 'refuse',
    method: 'alipay.trade.fastpay.refund.query',
    subCode: 'ACQ.INVALID_PARAMETER',
  } as const
  t.alipay.levers.pull({ ...refusal, times: 1 })
  await refund(t.w, id, { amount: money('CNY', 600n), reason: '少一份' }, 'till')
  await t.wait(15_000)
  expect((await refundsOf(t.w, id)).map(({ state }) => state)).toEqual(['unknown'])
  await t.wait(5 * minuteMs)
  expect((await refundsOf(t.w, id)).map(({ state }) => state)).toEqual(['refunded'])
})

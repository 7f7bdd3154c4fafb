import { expect, test } from 'vitest'
import { becauseText, entryText } from './because.ts'

const chinese = /[\u4e00-\u9fff]/

test.each([
  'created',
  'code shown',
  'paid',
  'timeout',
  'wallet_busy',
  'not executed: never_connected',
  'insufficient_funds: ACQ.BUYER_BALANCE_NOT_ENOUGH',
  'the wallet confirmed the cancel (close)',
  'refund declined: over_refund: ACQ.X',
  'frozen: the wallet cancelled a payment that is in our books',
  'the payment is captured',
  'released, to be asked again',
  'released: the wallet says what our books hold',
  'frozen: a second trade 2026112422001 for one order',
  'a late success could not be given back: over_refund: ACQ.X',
  'late success after expired',
])('the history says %j in both languages', (because) => {
  const { zh, en } = becauseText(because)
  expect(zh).toMatch(chinese)
  expect(en).not.toMatch(chinese)
})

test('a reason nobody has translated is shown as it was written', () => {
  expect(becauseText('something nobody foresaw')).toEqual({
    zh: 'something nobody foresaw',
    en: 'something nobody foresaw',
  })
  expect(entryText('capture')).toEqual({ zh: '收款', en: 'capture' })
})

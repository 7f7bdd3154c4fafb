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
  'late success after expired',
])('the history says %j in both languages', (because) => {
  const { zh, en } = becauseText(because)
  expect(zh).toMatch(chinese)
  expect(en).not.toMatch(chinese)
})

test('a reason nobody has translated is shown as it was written', () => {
  expect(becauseText('a second trade 2026 for one order')).toEqual({
    zh: 'a second trade 2026 for one order',
    en: 'a second trade 2026 for one order',
  })
  expect(entryText('capture')).toEqual({ zh: '收款', en: 'capture' })
})

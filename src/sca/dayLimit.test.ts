import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { money } from '../base/money.ts'
import { hourMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import { keepConfirmed } from './confirm.ts'
import { type BarCodePayment, countDay, giveBackDay, leftToday, usedAt } from './dayLimit.ts'
import type { Level } from './level.ts'

const paying = (payment: string, level: Level, minor: bigint, more: Partial<BarCodePayment> = {}): BarCodePayment => ({
  payment,
  product: 'qr-merchant',
  payer: 'mer_1/lin',
  level,
  amount: money('CNY', minor),
  ...more,
})
type W = Awaited<ReturnType<typeof testWorld>>
const count = (w: W, asked: BarCodePayment) => transaction(w, (i) => countDay(i, asked))
const refused = { code: 'sca.day_limit', party: 'payer' }

test.each([
  ['B', 500_000n],
  ['C', 100_000n],
  ['D', 50_000n],
] as const)('level %s: a day takes %s fen and not one more', async (level, max) => {
  const w = await testWorld()
  await count(w, paying('pay_1', level, max - 1n))
  await count(w, paying('pay_2', level, 1n))
  await expect(count(w, paying('pay_3', level, 1n))).rejects.toMatchObject(refused)
  await expect(count(w, paying('pay_4', level, max + 1n, { payer: null }))).rejects.toMatchObject(refused)
  await count(w, paying('pay_5', level, max, { payer: null }))
})

test('level A has the limit of the contract, and other products and currencies fall under other rules', async () => {
  const w = await testWorld()
  await count(w, paying('pay_1', 'A', 9_000_000n))
  await count(w, paying('pay_2', 'B', 9_000_000n, { product: 'online' }))
  await count(w, paying('pay_3', 'B', 9_000_000n, { amount: money('EUR', 9_000_000n) }))
  expect(await leftToday(w, paying('pay_4', 'A', 1n))).toBeNull()
})

test('fifty payments at once never pass the day’s sum together', async () => {
  const w = await testWorld()
  const all = await Promise.allSettled(Array.from({ length: 50 }, (_, n) => count(w, paying(`pay_${n}`, 'C', 3_300n))))
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(30)
  expect(await leftToday(w, paying('pay_x', 'C', 1n))).toEqual(money('CNY', 1_000n))
})

test('a stronger confirmation raises the limit within the day, and the day begins anew at midnight in Shanghai', async () => {
  const w = await testWorld({ at: '2026-07-01T15:30:00Z' }) // 23:30 in Shanghai
  await count(w, paying('pay_1', 'C', 100_000n))
  await expect(count(w, paying('pay_2', 'C', 1n))).rejects.toMatchObject(refused)
  await count(w, paying('pay_2', 'B', 400_000n))
  await expect(count(w, paying('pay_3', 'B', 1n))).rejects.toMatchObject(refused)
  w.pass(hourMs)
  await count(w, paying('pay_3', 'C', 100_000n))
})

test('a payment that ended without money gives its share back, once', async () => {
  const w = await testWorld()
  await count(w, paying('pay_1', 'D', 50_000n))
  for (const _ of [1, 2])
    await transaction(w, (i) => giveBackDay(i, 'pay_1'), { unrecorded: 'the second gives nothing' })
  expect(await leftToday(w, paying('pay_2', 'D', 1n))).toEqual(money('CNY', 50_000n))
})

test('who turns out to be one consumer at two shops has one day, with what was paid before it was known', async () => {
  const w = await testWorld()
  const other = { payer: 'mer_2/xiaoman' }
  await count(w, paying('pay_1', 'C', 60_000n))
  await count(w, paying('pay_2', 'C', 30_000n, other))
  for (const [payment, counted] of [
    ['pay_3', 'mer_1/lin'],
    ['pay_4', 'mer_2/xiaoman'],
  ] as const) {
    const linked = { payment, payee: 'mer', amount: money('CNY', 600_000n) }
    await keepConfirmed(w, linked, { payer: 'con_lin', counted, method: 'passkey', trust: false })
  }
  expect(await leftToday(w, paying('pay_5', 'C', 1n, other))).toEqual(money('CNY', 10_000n))
  await expect(count(w, paying('pay_5', 'C', 10_001n))).rejects.toMatchObject(refused)
  await transaction(w, (i) => giveBackDay(i, 'pay_2'))
  await count(w, paying('pay_5', 'C', 40_000n))
})

test('what counts at a level never counts less at a stronger one', () => {
  const sum = fc.bigInt({ min: 0n, max: 600_000n })
  fc.assert(
    fc.property(sum, sum, sum, (b, c, d) => {
      const day = { b, c, d }
      expect(usedAt(day, 'D') <= usedAt(day, 'C') && usedAt(day, 'C') <= usedAt(day, 'B')).toBe(true)
    }),
  )
})

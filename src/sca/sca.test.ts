import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { money } from '../base/money.ts'
import { dayMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import { keepConfirmed } from './confirm.ts'
import { isForeign } from './find.ts'
import { reportFraud, scaStatus } from './fraud.ts'
import { linkedDigest } from './linked.ts'
import { removeLinks } from './payer.ts'
import { type Asked, foreseen, requireAuthentication } from './requireAuthentication.ts'
import { saveVolume } from './store.ts'

const asked = (payment: string, minor: bigint, more: Partial<Asked> = {}): Asked => ({
  payment,
  payer: 'mer_1/lin',
  merchant: 'mer_1',
  amount: money('EUR', minor),
  wanted: false,
  instrument: 'alipay',
  ...more,
})

test('payments at once never pass the low-value sum together, and being authenticated begins it anew', async () => {
  const w = await testWorld()
  const many = await Promise.all(
    Array.from({ length: 20 }, (_, n) => transaction(w, (i) => requireAuthentication(i, asked(`pay_${n}`, 1_000n)))),
  )
  expect(many.filter(({ exemption }) => exemption === 'low-value')).toHaveLength(10)
  expect((await foreseen(w, asked('pay_next', 1n))).required).toBe(true)
  const linked = { payment: 'pay_next', payee: 'mer_1', amount: money('EUR', 1n) }
  await keepConfirmed(w, linked, { payer: 'con_lin', counted: 'mer_1/lin', method: 'passkey', trust: false })
  expect((await foreseen(w, asked('pay_after', 3_000n))).exemption).toBe('low-value')
})

test('once a consumer proved to be behind references of two shops, fifty payments at once under both never pass her one counter', async () => {
  const w = await testWorld()
  const linked = (payment: string, payee: string) => ({ payment, payee, amount: money('EUR', 50_000n) })
  const by = { payer: 'con_lin', method: 'passkey', trust: false } as const
  await keepConfirmed(w, linked('pay_a', 'mer_1'), { ...by, counted: 'mer_1/lin' })
  await keepConfirmed(w, linked('pay_b', 'mer_2'), { ...by, counted: 'mer_2/xiaoman' })
  const shops = [
    { payer: 'mer_1/lin', merchant: 'mer_1', instrument: 'alipay' },
    { payer: 'mer_2/xiaoman', merchant: 'mer_2', instrument: 'wechat-pay' },
  ]
  const many = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      transaction(w, (i) => requireAuthentication(i, asked(`pay_${n}`, 1_000n, shops[n % 2]))),
    ),
  )
  expect(many.filter(({ exemption }) => exemption === 'low-value')).toHaveLength(10)
  const { counters } = await scaStatus(w)
  expect(counters).toMatchObject({ payers: 1, full: 1 })
  expect(counters.instruments.reduce((sum, one) => sum + one.sum, 0n)).toBe(10_000n)
})

test('a reference belongs to the first who proved it: another’s passkey neither resets nor uses its counter, and is flagged', async () => {
  const w = await testWorld()
  const confirmed = (payment: string, payer: string) => {
    const linked = { payment, payee: 'mer_1', amount: money('EUR', 50_000n) }
    return keepConfirmed(w, linked, { payer, counted: 'mer_1/lin', method: 'passkey', trust: true })
  }
  await confirmed('pay_first', 'con_lin')
  await transaction(w, (i) => requireAuthentication(i, asked('pay_1', 3_000n, { merchant: 'mer_2' })))
  const before = await foreseen(w, asked('pay_2', 7_001n, { merchant: 'mer_2' }))
  await confirmed('pay_other', 'con_wang')
  expect(await isForeign(w, 'pay_other')).toBe(true)
  expect(await isForeign(w, 'pay_first')).toBe(false)
  expect(await foreseen(w, asked('pay_2', 7_001n, { merchant: 'mer_2' }))).toEqual(before)
  for (const n of [3, 4])
    await transaction(w, (i) => requireAuthentication(i, asked(`pay_${n}`, 3_000n, { merchant: 'mer_2' })))
  expect((await foreseen(w, asked('pay_5', 1_001n, { merchant: 'mer_2' }))).required).toBe(true)
  await confirmed('pay_again', 'con_lin')
  expect((await foreseen(w, asked('pay_5', 1_001n, { merchant: 'mer_2' }))).exemption).toBe('low-value')
  expect((await scaStatus(w)).foreign.map(({ payment }) => payment)).toEqual(['pay_other'])
})

test('a code alone links nobody, and a consumer who is forgotten leaves her references', async () => {
  const w = await testWorld()
  const linked = { payment: 'pay_1', payee: 'mer_1', amount: money('EUR', 50_000n) }
  const by = (payer: string, method: 'sms' | 'passkey') =>
    keepConfirmed(w, linked, { payer, counted: 'mer_1/lin', method, trust: false })
  await by('con_wang', 'sms')
  expect((await scaStatus(w)).links).toEqual({ links: 0, consumers: 0 })
  await by('con_lin', 'passkey')
  expect((await scaStatus(w)).links).toEqual({ links: 1, consumers: 1 })
  await transaction(w, (i) => removeLinks(i, 'con_lin'))
  expect((await scaStatus(w)).links).toEqual({ links: 0, consumers: 0 })
})

test('a code to the phone alone is no strong authentication under PSD2, and resets nothing', async () => {
  const w = await testWorld()
  const big = asked('pay_1', 90_000n)
  const linked = { payment: 'pay_1', payee: 'mer_1', amount: big.amount }
  await keepConfirmed(w, linked, { payer: 'con_lin', counted: 'mer_1/lin', method: 'sms', trust: true })
  expect(await foreseen(w, big)).toMatchObject({ required: true })
  expect(await foreseen(w, asked('pay_2', 90_000n))).toMatchObject({ exemption: null })
})

test('a payer who began with a code may still give the stronger proof, and the same proof twice is kept once', async () => {
  const w = await testWorld()
  const big = asked('pay_1', 90_000n)
  const linked = { payment: 'pay_1', payee: 'mer_1', amount: big.amount }
  const by = (method: 'sms' | 'passkey') =>
    keepConfirmed(w, linked, { payer: 'con_lin', counted: 'mer_1/lin', method, trust: false })
  await by('sms')
  expect((await foreseen(w, big)).required).toBe(true)
  const first = await by('passkey')
  expect((await foreseen(w, big)).required).toBe(false)
  expect((await by('passkey')).id).toBe(first.id)
  await by('sms')
  expect((await foreseen(w, big)).required).toBe(false)
})

test('a payee is trusted only with the authentication that it takes', async () => {
  const w = await testWorld()
  const linked = { payment: 'pay_1', payee: 'mer_1', amount: money('EUR', 90_000n) }
  await keepConfirmed(w, linked, { payer: 'con_lin', counted: 'mer_1/lin', method: 'passkey', trust: true })
  expect(await foreseen(w, asked('pay_2', 90_000n))).toMatchObject({ exemption: 'trusted-beneficiary' })
  expect(await foreseen(w, asked('pay_3', 90_000n, { merchant: 'mer_2' }))).toMatchObject({ required: true })
})

test('another amount, currency, payee or payment is another digest', () => {
  const one = { payment: 'pay_1', payee: 'mer_1', amount: money('EUR', 100n) }
  const others = [
    { ...one, payment: 'pay_2' },
    { ...one, payee: 'mer_2' },
    { ...one, amount: money('EUR', 101n) },
    { ...one, amount: money('CNY', 100n) },
  ]
  expect(new Set([one, ...others].map(linkedDigest)).size).toBe(5)
})

test('when fraud passes the rate of a band, the exemption by risk ends at once, and ends of 90 days let it return', async () => {
  const w = await testWorld()
  await transaction(w, async (i) => saveVolume(i, '2026-06-30', 'EUR', 100_000_000n), { unrecorded: 'arranged' })
  const middling = asked('pay_1', 20_000n, { payer: null })
  expect(await foreseen(w, middling)).toMatchObject({ exemption: 'risk-analysis' })
  await reportFraud(w, null, { payment: 'pay_x', currency: 'EUR', minor: 60_001n, because: 'card stolen' })
  expect(await foreseen(w, middling)).toMatchObject({ required: true })
  expect((await scaStatus(w)).bands.map(({ isOpen }) => isOpen)).toEqual([true, false, false])
  w.pass(89 * dayMs)
  await transaction(w, async (i) => saveVolume(i, '2026-09-27', 'EUR', 100_000_000n), { unrecorded: 'arranged' })
  w.pass(2 * dayMs)
  expect(await foreseen(w, middling)).toMatchObject({ exemption: 'risk-analysis' })
  await expect(
    reportFraud(w, null, { payment: 'pay_x', currency: 'EUR', minor: 1n, because: 'again' }),
  ).rejects.toMatchObject({ code: 'sca.fraud_twice' })
})

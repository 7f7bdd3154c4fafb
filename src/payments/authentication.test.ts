import { expect, test } from 'vitest'
import { till } from '../../test/paying.ts'
import { sampleTerms } from '../agreements/sample.ts'
import { keepConfirmed } from '../sca/confirm.ts'
import { cancel } from './cancel.ts'
import { pay, payWith } from './pay.ts'
import { paymentById } from './store.ts'

test('an online order that its merchant wants confirmed goes to no wallet before its payer has confirmed it', async () => {
  const { w, order } = await till()
  const { payment } = await pay(w, order({ product: 'online', wallet: null, authenticate: true }), null, 'test')
  await expect(payWith(w, payment, 'alipay')).rejects.toMatchObject({ code: 'sca.required', party: 'payer' })
  expect(await paymentById(w, payment)).toMatchObject({ state: 'created', wallet: null })
  const made = await paymentById(w, payment)
  if (!made) throw new Error('opened')
  const linked = { payment, payee: made.merchant, amount: made.amount }
  await keepConfirmed(w, linked, { payer: 'con_lin', counted: null, method: 'passkey', trust: false })
  await payWith(w, payment, 'alipay')
  expect(await paymentById(w, payment)).toMatchObject({ wallet: 'alipay', strength: 'two-factor', level: 'B' })
})

test('a payment code shown at a till is level C, a code scanned and confirmed in the wallet level B', async () => {
  const { w, order, alipay } = await till()
  const shopper = alipay.phone.wallets()[0]?.id ?? ''
  const shown = await pay(w, order({ product: 'qr-consumer' }), alipay.phone.code(shopper).code, 'test')
  const scanned = await pay(w, order({ product: 'qr-merchant' }), null, 'test')
  expect((await paymentById(w, shown.payment))?.level).toBe('C')
  expect((await paymentById(w, scanned.payment))?.level).toBe('B')
})

test('the law’s sum of a day holds where the contract is looser, and a payment that ends unpaid gives it back', async () => {
  const terms = sampleTerms()
  for (const row of terms.clauses.limits.rows) [row.perPayment, row.perDay] = ['90000000', '90000000']
  const { w, order } = await till({ terms })
  const scanned = (minor: bigint) => pay(w, order({ product: 'qr-merchant', payer: 'lin', minor }), null, 'test')
  const { payment } = await scanned(499_999n)
  await expect(scanned(2n)).rejects.toMatchObject({ code: 'sca.day_limit', values: { level: 'B', left: 'CNY 0.01' } })
  await scanned(1n)
  await cancel(w, payment, 'test')
  expect(await paymentById(w, payment)).toMatchObject({ state: 'cancelled' })
  await scanned(499_999n)
  await expect(scanned(1n)).rejects.toMatchObject({ code: 'sca.day_limit' })
})

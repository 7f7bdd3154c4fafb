import { expect, test } from 'vitest'
import { till } from '../../test/paying.ts'
import { keepConfirmed } from '../sca/confirm.ts'
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

import { expect, test } from 'vitest'
import { readLogKey, vkeyText } from '../src/audit/logKey.ts'
import { receiptOf } from '../src/audit/receipt.ts'
import type { Receipt } from '../src/audit/receiptShape.ts'
import { sequence } from '../src/audit/sequence.ts'
import { verifyReceipt } from '../src/audit/verifyReceipt.ts'
import { receiptFor } from '../src/console/receiptFor.ts'
import { receiptRoutes } from '../src/console/receiptRoutes.ts'
import { pay } from '../src/payments/pay.ts'
import { deliverExport } from '../src/privacy/deliverExport.ts'
import { transaction } from '../src/world/command.ts'
import { emit } from '../src/world/events.ts'
import { recordsNewest } from '../src/world/recordList.ts'
import type { Who } from '../src/world/route.ts'
import { judgeReceipt } from '../web/ui/judgeReceipt.ts'
import { caller, knowing, open } from './doors.ts'
import { type Till, till } from './paying.ts'
import { partner, tea } from './settled.ts'

const institution: Who = { ...caller('finance', 'payments.read', 'agreements.read'), orgKind: 'institution' }
const seller: Who = { ...caller('seller', 'payments.read', 'agreements.read'), org: tea }
const stranger: Who = { ...caller('stranger', 'payments.read', 'agreements.read') }
const wallet: Who = { ...caller('wallet', 'payments.read', 'agreements.read'), orgKind: 'partner', org: partner }
const clerk: Who = { ...caller('clerk'), orgKind: 'institution' }

// A shopper shows the code of the phone, and the wallet says at once that it is paid.
async function paidOne(at: Till): Promise<string> {
  const shopper = at.alipay.phone.wallets()[0]?.id ?? ''
  const { code } = at.alipay.phone.code(shopper)
  const { payment } = await pay(at.w, at.order({ product: 'qr-consumer' }), code, 'till')
  await at.wait(60_000)
  return payment
}

test('a paid payment has a receipt that both verifiers hold genuine, and none may alter it', async () => {
  const at = await till()
  const payment = await paidOne(at)
  await expect(receiptFor(at.w, institution, payment)).rejects.toThrow(/audit.not_numbered/)
  await sequence(at.w)
  const receipt = JSON.parse(JSON.stringify(await receiptFor(at.w, institution, payment))) as Receipt
  const key = vkeyText(readLogKey(at.w).vkey)
  expect(receipt).toMatchObject({ kind: 'payment', record: { act: 'payment.captured', object: payment } })
  expect(verifyReceipt(receipt, { key }).steps.filter(({ passed }) => passed === false)).toEqual([])
  expect((await judgeReceipt(receipt, key)).verdict).toBe('genuine')
  const cheaper = { ...receipt.record.facts, amount: { currency: 'CNY', minor: '1' } }
  const bent = { ...receipt, record: { ...receipt.record, facts: cheaper } }
  expect(verifyReceipt(bent, { key }).valid).toBe(false)
  expect((await judgeReceipt(bent, key)).verdict).toBe('altered')
})

test('every record of a day of payments has a receipt that holds', async () => {
  const at = await till()
  await paidOne(at)
  await sequence(at.w)
  const key = vkeyText(readLogKey(at.w).vkey)
  const filter = { owner: null, before: null, object: null, actor: null, act: null }
  const records = await recordsNewest(at.w, filter, 100)
  expect(records.length).toBeGreaterThan(5)
  for (const { id, act } of records) {
    const receipt = await receiptOf(at.w, id)
    expect(verifyReceipt(receipt, { key }).valid, act).toBe(true)
    expect((await judgeReceipt(receipt, key)).verdict, act).toBe('genuine')
  }
})

test('what a person was given of her own data is proved by its receipt, and more or less than that is not', async () => {
  const at = await till()
  const subject = `con_${'1'.repeat(26)}`
  const given = await deliverExport(at.w, subject)
  await sequence(at.w)
  const key = vkeyText(readLogKey(at.w).vkey)
  const person: Who = { ...caller('person', 'own.privacy'), orgKind: 'consumer', org: subject }
  const receipt = await receiptFor(at.w, person, subject)
  expect(receipt.kind).toBe('data-delivery')
  expect(verifyReceipt({ ...receipt, document: given }, { key }).valid).toBe(true)
  expect((await judgeReceipt({ ...receipt, document: given }, key)).verdict).toBe('genuine')
  const more = { ...(given as object), payments: [{ id: 'pay_x' }] }
  expect(verifyReceipt({ ...receipt, document: more }, { key }).valid).toBe(false)
  expect((await judgeReceipt({ ...receipt, document: more }, key)).verdict).toBe('altered')
})

test('a receipt is given to whoever may know the thing, and to nobody else', async () => {
  const at = await till()
  const payment = await paidOne(at)
  await sequence(at.w)
  const [agreement, consent, subject] = ['agr', 'cns', 'con'].map((kind) => `${kind}_${'1'.repeat(26)}`) as [
    string,
    string,
    string,
  ]
  await transaction(at.w, async (i) => {
    await emit(i, 'agreement.in_force', { agreement, version: 1, digest: 'a'.repeat(64), partner })
    await emit(i, 'consent.given', { consent, subject, purpose: 'marketing', receipt: 'b'.repeat(64), replaced: null })
  })
  await sequence(at.w)
  const person: Who = { ...caller('person', 'own.privacy'), orgKind: 'consumer', org: subject }
  const other: Who = { ...caller('other', 'own.privacy'), orgKind: 'consumer', org: `con_${'2'.repeat(26)}` }
  const everybody = [institution, seller, stranger, wallet, clerk, person, other]
  const { url } = await open(at.w, receiptRoutes, { authenticate: knowing(...everybody) })
  const asked = async (who: Who, object: string): Promise<number> =>
    (await fetch(`${url}/v1/receipts/${object}`, { headers: { authorization: `Bearer ${who.id}` } })).status
  const all = (object: string): Promise<number[]> => Promise.all(everybody.map((who) => asked(who, object)))
  expect(await all(payment)).toEqual([200, 200, 404, 404, 403, 403, 403])
  expect(await all(agreement)).toEqual([200, 404, 404, 200, 403, 403, 403])
  expect(await all(consent)).toEqual([403, 403, 403, 403, 403, 403, 403])
  const own = async (who: Who): Promise<number> =>
    (await fetch(`${url}/v1/me/receipts/${consent}`, { headers: { authorization: `Bearer ${who.id}` } })).status
  expect(await Promise.all(everybody.map(own))).toEqual([403, 403, 403, 403, 403, 200, 404])
  expect(await asked(institution, `pay_${'0'.repeat(26)}`)).toBe(404)
  expect(await asked(institution, 'key_01kapf9zq4n8w2r6t1v5x3y7zc')).toBe(400)
})

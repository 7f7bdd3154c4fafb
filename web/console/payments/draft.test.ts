import { expect, test } from 'vitest'
import type { Problem } from '../../api/values.ts'
import { type Draft, emptyDraft, minorOf, placeOf, readDraft } from './draft.ts'

const full: Draft = {
  ...emptyDraft,
  merchant: 'mer_1',
  subject: ' 明前龙井 ',
  amount: '12.8',
  wallet: 'alipay',
  code: '28 1234567890123456',
}
const sent = { merchant: 'mer_1', order: 'N-1', subject: '明前龙井', amount: { currency: 'CNY', minor: '1280' } }

test.each([
  ['a shown code names its wallet', 'qr-merchant', { product: 'qr-merchant', wallet: 'alipay' }],
  [
    'a scanned code carries it',
    'qr-consumer',
    { product: 'qr-consumer', wallet: 'alipay', payment_code: '281234567890123456' },
  ],
  ['the checkout leaves the wallet to the payer', 'online', { product: 'online' }],
] as const)('%s', (_, way, more) => {
  expect(readDraft({ ...full, way }, 'N-1')).toEqual({ order: { ...sent, ...more } })
})

test('what is missing is said at its field, and nothing is sent', () => {
  const needed = 'order.needed'
  expect(readDraft({ ...emptyDraft, way: 'qr-consumer' }, 'N-1')).toEqual({
    wrong: { merchant: needed, subject: needed, amount: needed, wallet: needed, code: needed },
  })
  expect(readDraft({ ...full, way: 'qr-consumer', amount: '1.005', code: '123' }, 'N-1')).toEqual({
    wrong: { amount: 'order.amountWrong', code: 'order.codeWrong' },
  })
})

test.each([
  ['0.01', '1'],
  ['19.99', '1999'],
  ['9007199254740993.01', '900719925474099301'],
  ['0', null],
  ['-1', null],
  ['1e3', null],
  ['1,000', null],
])('%s yuan is %s', (typed, minor) => {
  expect(minorOf(typed)).toBe(minor)
})

test.each([
  ['/amount/minor', 'world.input_invalid', 'amount'],
  ['/payment_code', 'payments.code_needed', 'code'],
  ['/clauses/limits/rows/0', 'payments.over_limit', 'amount'],
  ['/clauses/scope/products', 'payments.out_of_scope', 'wallet'],
  [undefined, 'agreements.none_in_force', 'wallet'],
  [undefined, 'world.unavailable', null],
])('a refusal at %s (%s) stands at %s', (at, code, place) => {
  expect(placeOf({ at, code } as Problem)).toBe(place)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isLuhn } from './card.ts'
import { holdsCardNumber } from './cardInText.ts'
import { newId } from './id.ts'
import { seededRandom } from './random.ts'

const digit = fc.integer({ min: 0, max: 9 })
const lengths = [
  ['622202', 16],
  ['622848', 19],
  ['81', 17],
  ['4', 13],
  ['4', 16],
  ['4', 19],
  ['51', 16],
  ['2221', 16],
  ['34', 15],
  ['3528', 16],
  ['6011', 16],
  ['2200', 16],
] as const

/** A number as a scheme issues it: first digits, length, check digit. */
const cards = fc
  .tuple(fc.constantFrom(...lengths), fc.array(digit, { minLength: 20, maxLength: 20 }))
  .map(([[start, length], rest]) => {
    const body = (start + rest.join('')).slice(0, length - 1)
    return body + (Array.from('0123456789').find((last) => isLuhn(body + last)) ?? '0')
  })
const words = fc.constantFrom(
  '',
  '退款到',
  'refund to card ',
  '客户说卡号是：',
  '订单 88，',
  '2026-07-01 ',
  'no',
  '¥19.99 ',
)
const ends = fc.constantFrom('', '。', ' 退货', ' on 2026-07-01', 'x', '，共 2 笔')
const between = fc.constantFrom('', ' ', '-', '.', ' - ', '–', '\u200b')

test('a card number in a text is seen, whatever stands around it and between its groups (property)', () => {
  fc.assert(
    fc.property(cards, words, ends, between, (number, before, after, gap) => {
      expect(holdsCardNumber(before + (number.match(/\d{1,4}/g) ?? []).join(gap) + after)).toBe(true)
    }),
  )
})

test('it is seen in full-width digits and beside other numbers', () => {
  expect(holdsCardNumber('４１１１ １１１１ １１１１ １１１１')).toBe(true)
  expect(holdsCardNumber('20260701 4111111111111111 100')).toBe(true)
})

test('one wrong digit is no card number (property)', () => {
  fc.assert(
    fc.property(cards, fc.nat(11), fc.integer({ min: 1, max: 9 }), (number, from, by) => {
      const at = number.length - 1 - (from % 6)
      const other = (Number(number[at]) + by) % 10
      expect(holdsCardNumber(`${number.slice(0, at)}${other}${number.slice(at + 1)}`)).toBe(false)
    }),
  )
})

test.each([
  '龙井 两壶',
  '第 2 次退款，部分商品缺货',
  '20260701123456789',
  '手机 13800138011 与 13900139000',
  '微信单号 4200001234202607011234567890',
  '支付宝单号 2026070122001412345678901234',
  '核对 2026-07-01 至 2026-07-31 的流水 1200 笔',
  '0000000000000000',
  '1782871200000',
  '编号 9780201379624',
  'a'.repeat(64),
])('what merely has digits passes: %s', (text) => {
  expect(holdsCardNumber(text)).toBe(false)
})

test('no id of the house and no digest is taken for a card number (property)', () => {
  const random = seededRandom(17)
  for (let turn = 0; turn < 3_000; turn++) {
    expect(holdsCardNumber(newId('pay', 1_782_871_200_000 + turn * 7_919, random))).toBe(false)
    expect(holdsCardNumber(`see ${Buffer.from(random.bytes(32)).toString('hex')}`)).toBe(false)
  }
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { currencies } from '../base/currency.ts'
import { minorMax } from '../base/money.ts'
import {
  bothTexts,
  dayJson,
  idJson,
  lineJson,
  moneyJson,
  pageQuery,
  positiveMoneyJson,
  timeJson,
} from './money-json.ts'
import { z } from './route.ts'

test('every amount of 63 bits survives the way out and back in exactly', () => {
  fc.assert(
    fc.property(fc.constantFrom(...currencies), fc.bigInt({ min: -minorMax, max: minorMax }), (currency, minor) => {
      const travelled = JSON.parse(JSON.stringify(z.encode(moneyJson, { currency, minor }))) as unknown
      expect(travelled).toEqual({ currency, minor: minor.toString() })
      expect(moneyJson.parse(travelled)).toEqual({ currency, minor })
    }),
  )
})

test('every moment survives as RFC 3339 in UTC', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (at) => {
      expect(timeJson.parse(z.encode(timeJson, at))).toBe(at)
      expect(z.encode(timeJson, at)).toMatch(/Z$/)
    }),
  )
})

const bad: [string, z.ZodType, unknown][] = [
  ['an amount beyond 63 bits', moneyJson, { currency: 'CNY', minor: '9223372036854775808' }],
  ['the smallest of 64 bits', moneyJson, { currency: 'CNY', minor: '-9223372036854775808' }],
  ['minus nought', moneyJson, { currency: 'CNY', minor: '-0' }],
  ['a plus sign', moneyJson, { currency: 'CNY', minor: '+1' }],
  ['Arabic-Indic digits', moneyJson, { currency: 'CNY', minor: '١' }],
  ['a space', moneyJson, { currency: 'CNY', minor: ' 1' }],
  ['a line end', moneyJson, { currency: 'CNY', minor: '1\n' }],
  ['hexadecimal', moneyJson, { currency: 'CNY', minor: '0x10' }],
  ['small letters', moneyJson, { currency: 'cny', minor: '1' }],
  ['a name every object has', moneyJson, { currency: 'toString', minor: '1' }],
  ['nothing asked for', positiveMoneyJson, { currency: 'CNY', minor: '0' }],
  ['a time without zone', timeJson, '2026-07-01T10:00:00'],
  ['the 30th of February', dayJson, '2026-02-30'],
  ['an id of another kind', idJson('pay'), 'ref_01k5xg3v0000000000000000ab'],
  ['an id with a letter that is none', idJson('pay'), 'pay_01k5xg3v0000000000000000al'],
  ['two lines', lineJson(20), 'a\nb'],
  ['one language only', bothTexts, { zh: '茶' }],
  ['a limit of 101', z.strictObject(pageQuery), { limit: '101' }],
  ['a limit of 1.0', z.strictObject(pageQuery), { limit: '1.0' }],
]

test.each(bad)('%s is refused', (_, schema, given) => {
  expect(schema.safeParse(given).success).toBe(false)
})

test('what breaks its schema is not answered either', () => {
  expect(() => z.encode(positiveMoneyJson, { currency: 'CNY', minor: -1n })).toThrow()
  expect(() => z.encode(timeJson, 1.5)).toThrow()
})

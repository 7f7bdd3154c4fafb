import fc from 'fast-check'
import { expect, test } from 'vitest'
import { currencies, exponentOf, fromDecimal, isCurrency, toDecimal } from './currency.ts'

test('a decimal text and minor units are two forms of one amount', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...currencies),
      fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
      (currency, minor) => {
        expect(fromDecimal(currency, toDecimal(currency, minor))).toBe(minor)
      },
    ),
  )
})

test('a currency is written with the digits of its own minor unit', () => {
  expect(toDecimal('CNY', 1_999n)).toBe('19.99')
  expect(toDecimal('CNY', -5n)).toBe('-0.05')
  expect(toDecimal('JPY', 500n)).toBe('500')
  expect(toDecimal('KWD', 1_234n)).toBe('1.234')
  expect([exponentOf('VND'), exponentOf('CLP'), exponentOf('BHD')]).toEqual([0, 0, 3])
})

test('nothing is rounded and nothing but a plain decimal is read', () => {
  expect(fromDecimal('CNY', '19.9')).toBe(1_990n)
  expect(fromDecimal('CNY', '19.990')).toBe(1_999n)
  expect(fromDecimal('JPY', '500.0')).toBe(500n)
  for (const text of ['19.999', '1e3', '+1', ' 1', '1 ', '1.', '.5', '1,000', '', '-', '0x10', '１９', 'NaN', '--1']) {
    expect(fromDecimal('CNY', text), text).toBeNull()
  }
  expect(fromDecimal('JPY', '0.5')).toBeNull()
})

test('only currencies of the table are currencies', () => {
  expect(isCurrency('CNY')).toBe(true)
  for (const text of ['cny', 'RMB', 'XXX', '', 'toString', '__proto__']) expect(isCurrency(text), text).toBe(false)
})

import { expect, test } from 'vitest'
import { formatMoment, formatMoney, formatPpm } from './format.ts'

test('an amount is printed to the last minor unit, however large', () => {
  expect(formatMoney({ currency: 'CNY', minor: '1999' }, 'zh-CN')).toBe('¥19.99')
  expect(formatMoney({ currency: 'CNY', minor: '-5' }, 'en')).toBe('−¥0.05')
  expect(formatMoney({ currency: 'CNY', minor: '9223372036854775807' }, 'en')).toBe('¥92,233,720,368,547,758.07')
  expect(formatMoney({ currency: 'JPY', minor: '1200' }, 'en')).toBe('¥1,200')
  expect(formatMoney({ currency: 'KWD', minor: '1' }, 'en')).toContain('0.001')
})

test('a rate keeps exactly the digits it has', () => {
  expect([3_800, 6_000, 10_000, 1_000_000, 1, 55, 0].map(formatPpm)).toEqual([
    '0.38%',
    '0.6%',
    '1%',
    '100%',
    '0.0001%',
    '0.0055%',
    '0%',
  ])
})

test('a moment is shown in the zone of the reader, year first', () => {
  const at = '2026-11-23T16:41:07.120Z'
  expect(formatMoment(at, 'full', 'Asia/Shanghai')).toBe('2026-11-24 00:41:07 GMT+8')
  expect(formatMoment(at, 'short', 'Asia/Shanghai')).toBe('11-24 00:41')
  expect(formatMoment(at, 'day', 'UTC')).toBe('2026-11-23')
})

import { expect, test } from 'vitest'
import { readFilter, startOf, todayIn } from './filter.ts'

const zone = 'Asia/Shanghai'
const query = (text: string) => readFilter(text, zone).query

test('one box reads states, names, amounts, days and words', () => {
  expect(query('state:unknown,processing wallet:alipay 龙井 tea')).toEqual({
    state: ['unknown', 'processing'],
    wallet: 'alipay',
    q: '龙井 tea',
  })
  expect(query('merchant:"西湖 茶社"')).toEqual({ merchant: '西湖 茶社' })
})

test.each([
  ['amount:>100', { least: '10001' }],
  ['amount:>=100', { least: '10000' }],
  ['amount:<5.5', { most: '549' }],
  ['amount:100..200', { least: '10000', most: '20000' }],
  ['amount:19.99', { least: '1999', most: '1999' }],
])('%s', (text, expected) => {
  expect(query(text)).toEqual(expected)
})

test('days are days of the zone, and the last one is included', () => {
  expect(query('from:2026-11-01 until:2026-11-01')).toEqual({
    from: '2026-10-31T16:00:00.000Z',
    until: '2026-11-01T16:00:00.000Z',
  })
  // the night summer time ends in Berlin has 25 hours
  expect(startOf('2026-10-25', 0, 'Europe/Berlin')).toBe('2026-10-24T22:00:00.000Z')
  expect(startOf('2026-10-25', 1, 'Europe/Berlin')).toBe('2026-10-25T23:00:00.000Z')
  expect(todayIn(zone, Date.parse('2026-11-23T16:30:00Z'))).toBe('2026-11-24')
})

test('what looks like a filter and is not one is reported, not guessed', () => {
  expect(readFilter('state:lost amount:1.234 from:2026-02-30 colour:red wallet:', zone)).toEqual({
    query: {},
    wrong: ['state:lost', 'amount:1.234', 'from:2026-02-30', 'colour:red', 'wallet:'],
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  type Day,
  dayOf,
  fromLocalText,
  fromRfc3339,
  isDay,
  monthOf,
  startOfDay,
  toLocalText,
  toRfc3339,
} from './time.ts'

const zones = [
  'Asia/Shanghai',
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Pacific/Apia',
]
const instant = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2060, 0) })
const at = (text: string): number => Date.parse(text)

test('every moment lies in its own day, in every zone', () => {
  fc.assert(
    fc.property(instant, fc.constantFrom(...zones), (moment, zone) => {
      const day = dayOf(moment, zone)
      expect(startOfDay(day, zone) <= moment && moment < startOfDay(addDays(day, 1), zone)).toBe(true)
      expect(monthOf(moment, zone)).toBe(day.slice(0, 7))
    }),
  )
})

test('a day of Shanghai begins at 16:00 UTC of the day before', () => {
  expect(dayOf(at('2026-06-30T15:59:59.999Z'), 'Asia/Shanghai')).toBe('2026-06-30')
  expect(dayOf(at('2026-06-30T16:00:00Z'), 'Asia/Shanghai')).toBe('2026-07-01')
  expect(toRfc3339(startOfDay('2026-07-01', 'Asia/Shanghai'))).toBe('2026-06-30T16:00:00.000Z')
  expect(toRfc3339(startOfDay('2026-07-01', 'Asia/Shanghai', 1_410))).toBe('2026-07-01T15:30:00.000Z')
  expect(toRfc3339(startOfDay('2026-07-01', 'Asia/Shanghai', -30))).toBe('2026-06-30T15:30:00.000Z')
})

test('a day has 23 hours when summer time begins, 25 when it ends, and a cut-off keeps its local hour', () => {
  const hours = (day: Day, zone: string): number =>
    (startOfDay(addDays(day, 1), zone) - startOfDay(day, zone)) / 3_600_000
  expect([hours('2026-03-29', 'Europe/Berlin'), hours('2026-10-25', 'Europe/Berlin')]).toEqual([23, 25])
  expect(toRfc3339(startOfDay('2026-03-28', 'Europe/Berlin', 1_320))).toBe('2026-03-28T21:00:00.000Z')
  expect(toRfc3339(startOfDay('2026-03-29', 'Europe/Berlin', 1_320))).toBe('2026-03-29T20:00:00.000Z')
})

test('a month later is the same local day and hour, or the last day of a shorter month', () => {
  expect(toRfc3339(addMonths(at('2026-01-31T04:00:00Z'), 1, 'Asia/Shanghai'))).toBe('2026-02-28T04:00:00.000Z')
  expect(toRfc3339(addMonths(at('2026-03-15T12:00:00Z'), 1, 'America/New_York'))).toBe('2026-04-15T12:00:00.000Z')
  expect(toRfc3339(addMonths(at('2026-02-15T13:00:00Z'), 1, 'America/New_York'))).toBe('2026-03-15T12:00:00.000Z')
  expect(() => addMonths(0, 1.5, 'UTC')).toThrow(/months are whole/)
})

test('local text and moments are two forms of one time, to the second', () => {
  expect(toLocalText(at('2026-07-01T05:05:09.999Z'), 'Asia/Shanghai')).toBe('2026-07-01 13:05:09')
  fc.assert(
    fc.property(instant, (moment) => {
      const second = moment - (moment % 1_000)
      expect(fromLocalText(toLocalText(moment, 'Asia/Shanghai'), 'Asia/Shanghai')).toBe(second)
    }),
  )
  for (const text of ['2026-02-30 10:00:00', '2026-07-01 24:00:00', '2026-07-01T10:00:00', '2026-7-1 10:00:00', '']) {
    expect(fromLocalText(text, 'Asia/Shanghai'), text).toBeNull()
  }
})

test('RFC 3339 is read with its offset, and nothing else is', () => {
  expect(fromRfc3339('2026-07-01T10:00:00+08:00')).toBe(at('2026-07-01T02:00:00Z'))
  expect(fromRfc3339('2026-07-01T02:00:00.5Z')).toBe(at('2026-07-01T02:00:00.500Z'))
  for (const text of [
    '2026-07-01',
    '2026-07-01T02:00:00',
    '2026-13-01T02:00:00Z',
    '2026-07-01 02:00:00Z',
    '1782871200000',
    '',
  ]) {
    expect(fromRfc3339(text), text).toBeNull()
  }
})

test('a day that does not exist is no day', () => {
  expect(isDay('2028-02-29')).toBe(true)
  for (const text of ['2026-02-29', '2026-04-31', '2026-00-10', '2026-1-1', '20260101', ''])
    expect(isDay(text), text).toBe(false)
})

test('a day that does not exist is no moment either', () => {
  for (const text of ['2026-02-29T00:00:00Z', '2026-04-31T00:00:00Z', '2026-07-01T24:00:00Z', '2026-07-01T10:60:00Z']) {
    expect(fromRfc3339(text), text).toBeNull()
  }
})

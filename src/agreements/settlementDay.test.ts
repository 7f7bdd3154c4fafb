import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromRfc3339, hourMs, toRfc3339 } from '../base/time.ts'
import { sampleTerms } from './sample.ts'
import { closeOf, isBusinessDay, settlementDay } from './settlementDay.ts'
import type { Clauses } from './terms.ts'

type Over = Partial<Clauses['settlement']>
const calendar = (over: Over = {}) =>
  sampleTerms({ clauses: { settlement: { ...sampleTerms().clauses.settlement, ...over } } })
const instant = (text: string): number => fromRfc3339(text) ?? Number.NaN
const newYork = { zone: 'America/New_York', businessDaysOnly: false, holidays: [] }

test.each<[string, Over, string, day: string, closes: string, pays: string]>([
  [
    'the last millisecond before midnight',
    {},
    '2026-11-24T23:59:59.999+08:00',
    '2026-11-24',
    '2026-11-24T16:00:00.000Z',
    '2026-11-25',
  ],
  [
    'midnight itself is the next day',
    {},
    '2026-11-25T00:00:00.000+08:00',
    '2026-11-25',
    '2026-11-25T16:00:00.000Z',
    '2026-11-26',
  ],
  ['a Friday pays on Monday', {}, '2026-11-27T10:00:00+08:00', '2026-11-27', '2026-11-27T16:00:00.000Z', '2026-11-30'],
  [
    'a Saturday pays on Monday',
    {},
    '2026-11-28T10:00:00+08:00',
    '2026-11-28',
    '2026-11-28T16:00:00.000Z',
    '2026-11-30',
  ],
  [
    'the eve of a holiday pays after it',
    {},
    '2026-09-30T10:00:00+08:00',
    '2026-09-30',
    '2026-09-30T16:00:00.000Z',
    '2026-10-05',
  ],
  [
    'a Sunday that is worked pays',
    { workdays: ['2026-10-04'] },
    '2026-09-30T10:00:00+08:00',
    '2026-09-30',
    '2026-09-30T16:00:00.000Z',
    '2026-10-04',
  ],
  [
    'T+2 counts business days',
    { cycleDays: 2 },
    '2026-11-26T10:00:00+08:00',
    '2026-11-26',
    '2026-11-26T16:00:00.000Z',
    '2026-11-30',
  ],
  [
    'T+0 pays the same day',
    { cycleDays: 0 },
    '2026-11-26T10:00:00+08:00',
    '2026-11-26',
    '2026-11-26T16:00:00.000Z',
    '2026-11-26',
  ],
  [
    'T+0 of a Sunday pays on Monday',
    { cycleDays: 0 },
    '2026-11-29T10:00:00+08:00',
    '2026-11-29',
    '2026-11-29T16:00:00.000Z',
    '2026-11-30',
  ],
  [
    'calendar days where agreed',
    { businessDaysOnly: false },
    '2026-11-27T10:00:00+08:00',
    '2026-11-27',
    '2026-11-27T16:00:00.000Z',
    '2026-11-28',
  ],
  [
    'before an evening cut-off',
    { cutOff: '23:30' },
    '2026-11-24T23:29:59.999+08:00',
    '2026-11-24',
    '2026-11-24T15:30:00.000Z',
    '2026-11-25',
  ],
  [
    'at an evening cut-off',
    { cutOff: '23:30' },
    '2026-11-24T23:30:00+08:00',
    '2026-11-25',
    '2026-11-25T15:30:00.000Z',
    '2026-11-26',
  ],
  [
    'before a night cut-off',
    { cutOff: '02:00' },
    '2026-11-25T01:59:59.999+08:00',
    '2026-11-24',
    '2026-11-24T18:00:00.000Z',
    '2026-11-25',
  ],
  [
    'at a night cut-off',
    { cutOff: '02:00' },
    '2026-11-25T02:00:00+08:00',
    '2026-11-25',
    '2026-11-25T18:00:00.000Z',
    '2026-11-26',
  ],
  [
    'noon belongs to the day',
    { cutOff: '12:00' },
    '2026-11-25T11:59:59.999+08:00',
    '2026-11-25',
    '2026-11-25T04:00:00.000Z',
    '2026-11-26',
  ],
  ['the year turns', {}, '2026-12-31T20:00:00+08:00', '2026-12-31', '2026-12-31T16:00:00.000Z', '2027-01-04'],
  // New York springs forward at 02:00 on 2026-03-08 and falls back at 02:00 on 2026-11-01.
  [
    'a skipped cut-off moves forward',
    { ...newYork, cutOff: '02:30' },
    '2026-03-08T06:00:00Z',
    '2026-03-07',
    '2026-03-08T07:30:00.000Z',
    '2026-03-08',
  ],
  [
    'a repeated cut-off is the first',
    { ...newYork, cutOff: '01:30' },
    '2026-11-01T05:00:00Z',
    '2026-10-31',
    '2026-11-01T05:30:00.000Z',
    '2026-11-01',
  ],
  [
    'a day of 25 hours closes at its midnight',
    newYork,
    '2026-11-01T12:00:00Z',
    '2026-11-01',
    '2026-11-02T05:00:00.000Z',
    '2026-11-02',
  ],
])('settlement day: %s', (_, over, at, day, closes, pays) => {
  const found = settlementDay(calendar(over), instant(at))
  expect([found.day, toRfc3339(found.closesAt), found.paysOn]).toEqual([day, closes, pays])
})

test('days follow one another without gap or overlap, in every zone and with every cut-off', () => {
  const over = fc.record({
    zone: fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'UTC'),
    cutOff: fc.constantFrom('00:00', '00:15', '02:30', '11:59', '12:00', '18:00', '23:59'),
    cycleDays: fc.nat(3),
    businessDaysOnly: fc.boolean(),
  })
  const start = instant('2026-01-01T00:00:00Z')
  fc.assert(
    fc.property(over, fc.nat(365 * 24 * 3_600_000), (some, after) => {
      const terms = calendar(some)
      const found = settlementDay(terms, start + after)
      expect(found.closesAt > start + after).toBe(true)
      expect(settlementDay(terms, found.closesAt - 1).day).toBe(found.day)
      const next = settlementDay(terms, found.closesAt)
      expect(next.day > found.day && next.closesAt - found.closesAt <= 25 * hourMs).toBe(true)
      expect(closeOf(terms, found.day)).toBe(found.closesAt)
      expect(found.paysOn >= found.day && next.paysOn >= found.paysOn).toBe(true)
      expect(!some.businessDaysOnly || isBusinessDay(terms, found.paysOn)).toBe(true)
    }),
    { numRuns: 150 },
  )
})

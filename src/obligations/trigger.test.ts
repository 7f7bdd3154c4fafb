import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayMs, type Instant, minuteMs } from '../base/time.ts'
import { blocksOver, forecast, isOver, type Reading, streakOf, windowsUntil } from './trigger.ts'

const zone = 'Asia/Shanghai'
const day = (text: string): Instant => Date.parse(`${text}T00:00:00+08:00`)

// Alipay in store, as PPRO publishes it: 5,000 CNY and 1/100,000 of a merchant's volume in three months running, or 50,000 CNY and
// 1/10,000 of the partner's in two.
const ofMerchant = { amountOver: '500000', ratioOverPpm: 10, windows: 3, window: 'month' } as const
const ofPartner = { amountOver: '5000000', ratioOverPpm: 100, windows: 2, window: 'month' } as const
// Trustly: more than 5 % of calls fail in ten consecutive minutes.
const down = { amountOver: null, ratioOverPpm: 50_000, windows: 10, window: 'minute' } as const

const readings = (
  windows: { from: Instant; until: Instant }[],
  of: (place: number) => Omit<Reading, 'from' | 'until'>,
) => windows.map((window, place): Reading => ({ ...window, ...of(place) }))
const money = (amount: bigint, whole: bigint) => ({ amount, part: amount, whole })
const calls = (part: bigint, whole: bigint) => ({ amount: 0n, part, whole })
const months = (count: number) => windowsUntil('month', zone, day('2026-11-15'), count).slice(0, count)
const minutes = (count: number) => windowsUntil('minute', zone, day('2026-11-15'), count).slice(0, count)

test('three months over 5,000 CNY and 1/100,000 close a merchant; a cent or a unit of volume less does not', () => {
  // 500,001 over 50,000,099,999 is the last volume at which the share is more than 1/100,000.
  const over = money(500_001n, 50_000_099_999n)
  expect(
    blocksOver(
      ofMerchant,
      readings(months(3), () => over),
      0,
    ),
  ).toHaveLength(1)
  const few = money(500_000n, 40_000_000_000n) // more than 1/100,000, yet not over the sum
  const small = money(500_001n, 50_000_100_000n) // over the sum, yet exactly 1/100,000
  for (const once of [few, small])
    for (const place of [0, 1, 2])
      expect(
        blocksOver(
          ofMerchant,
          readings(months(3), (at) => (at === place ? once : over)),
          0,
        ),
      ).toEqual([])
  expect(
    blocksOver(
      ofMerchant,
      readings(months(2), () => over),
      0,
    ),
  ).toEqual([])
})

test('two months over 50,000 CNY and 1/10,000 suspend a partner; one unit less does not', () => {
  const over = money(5_000_001n, 50_000_009_999n)
  expect(
    blocksOver(
      ofPartner,
      readings(months(2), () => over),
      0,
    ),
  ).toHaveLength(1)
  for (const once of [money(5_000_000n, 40_000_000_000n), money(5_000_001n, 50_000_010_000n)]) {
    expect(isOver(ofPartner, { ...once, from: 0, until: 1 })).toBe(false)
    expect(
      blocksOver(
        ofPartner,
        readings(months(2), (at) => (at === 1 ? once : over)),
        0,
      ),
    ).toEqual([])
  }
})

test('an interface is down after ten consecutive minutes with more than 5 % errors, not after nine nor at 5 %', () => {
  expect(
    blocksOver(
      down,
      readings(minutes(10), () => calls(51n, 1_000n)),
      0,
    ),
  ).toHaveLength(1)
  expect(
    blocksOver(
      down,
      readings(minutes(9), () => calls(51n, 1_000n)),
      0,
    ),
  ).toEqual([])
  expect(
    blocksOver(
      down,
      readings(minutes(10), (at) => calls(at === 4 ? 50n : 51n, 1_000n)),
      0,
    ),
  ).toEqual([])
  const quiet = readings(minutes(10), (at) => (at === 4 ? calls(0n, 0n) : calls(51n, 1_000n)))
  expect(blocksOver(down, quiet, 0)).toEqual([]) // a minute without a call is not down
})

test('the windows of a block are never counted twice, whatever was over and however often one looks', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 60 }), fc.integer({ min: 1, max: 6 }), (over, windows) => {
      const trigger = { ...down, windows }
      const all = readings(minutes(over.length), (at) => calls(over[at] ? 1n : 0n, 1n))
      const atOnce = blocksOver(trigger, all, 0)
      let since = 0
      const oneByOne: Reading[][] = []
      for (let seen = 1; seen <= all.length; seen++)
        for (const block of blocksOver(trigger, all.slice(0, seen), since)) {
          oneByOne.push(block)
          since = block.at(-1)?.until ?? since
        }
      expect(oneByOne).toEqual(atOnce)
      // Counted by hand: every maximal row of n holds floor(n / windows) blocks.
      const rows = over
        .map((one) => (one ? 'x' : ' '))
        .join('')
        .split(/ +/)
      expect(atOnce).toHaveLength(rows.reduce((sum, row) => sum + Math.floor(row.length / windows), 0))
      for (const block of atOnce) expect(block).toHaveLength(windows)
    }),
  )
})

test('a forecast names the moment the sum is passed and the end of the month that completes the row', () => {
  const [running] = windowsUntil('month', zone, day('2026-11-11'), 0)
  const now = day('2026-11-11') // ten of thirty days
  const so = (amount: bigint): Reading => ({ from: 0, until: 0, ...running, ...money(amount, 1_000_000_000n) })
  const at = { now, zone }
  // 10 days × 250,000: the 500,001st is passed a little after 20 days.
  const found = forecast(ofMerchant, so(250_000n), 2, at)
  expect(found).toMatchObject({ kind: 'reached', acts: day('2026-12-01') })
  if (found.kind === 'reached') expect(Math.floor((found.over - now) / dayMs)).toBe(10)
  expect(forecast(ofMerchant, so(250_000n), 0, at)).toMatchObject({ kind: 'reached', acts: day('2027-02-01') })
  // 166,667 in ten days come to 500,001 in thirty; 166,666 to 499,998.
  expect(forecast(ofMerchant, so(166_667n), 2, at)).toMatchObject({ kind: 'reached' })
  expect(forecast(ofMerchant, so(166_666n), 2, at)).toEqual({ kind: 'not-at-this-rate' })
  expect(forecast(ofMerchant, so(0n), 2, at)).toEqual({ kind: 'not-at-this-rate' })
})

test('windows follow each other without a gap, and a streak ends with the first window that is not over', () => {
  for (const kind of ['minute', 'day', 'month'] as const) {
    const windows = windowsUntil(kind, 'Europe/Berlin', Date.parse('2026-10-25T12:00:00Z'), 20)
    for (const [place, { from }] of windows.entries()) expect(windows[place - 1]?.until ?? from).toBe(from)
  }
  const five = readings(minutes(5), (at) => calls(at === 1 ? 0n : 1n, 1n))
  expect(streakOf(down, five, 0)).toBe(3)
  expect(streakOf(down, five, (five[4]?.from ?? 0) - minuteMs)).toBe(2)
})

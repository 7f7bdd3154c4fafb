import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isId, newId, newUuid } from './id.ts'
import { type Random, seededRandom } from './random.ts'

const at = fc.integer({ min: 0, max: 2 ** 48 - 1 })
const fixed = (byte: number): Random => ({ bytes: (length) => new Uint8Array(length).fill(byte), below: () => 0 })

test('ids sort by time, whatever chance brings', () => {
  fc.assert(
    fc.property(at, at, (a, b) => {
      fc.pre(a < b)
      expect(newId('pay', a, fixed(255)) < newId('pay', b, fixed(0))).toBe(true)
      expect(newUuid(a, fixed(255)) < newUuid(b, fixed(0))).toBe(true)
    }),
  )
})

test('an id says what it names, and is no id of anything else', () => {
  const id = newId('pay', 1_780_000_000_000, seededRandom(17))
  expect(id).toMatch(/^pay_[0-9a-hjkmnp-tv-z]{26}$/)
  expect(isId('pay', id)).toBe(true)
  expect(isId('mer', id)).toBe(false)
  for (const text of ['', 'pay_', `${id}0`, id.slice(0, -1), id.toUpperCase(), `${id}\n`, id.replace(/.$/, 'u')]) {
    expect(isId('pay', text), text).toBe(false)
  }
})

test('ten thousand ids of one millisecond are ten thousand', () => {
  const random = seededRandom(17)
  expect(new Set(Array.from({ length: 10_000 }, () => newId('pay', 0, random))).size).toBe(10_000)
})

test('a UUID carries version 7, its variant and its millisecond', () => {
  fc.assert(
    fc.property(at, fc.integer(), (ms, seed) => {
      const uuid = newUuid(ms, seededRandom(seed))
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      expect(Number.parseInt(uuid.replace('-', '').slice(0, 12), 16)).toBe(ms)
    }),
  )
})

test('chance from a seed repeats, and another seed gives another', () => {
  const draw = (seed: number) => Array.from({ length: 8 }, () => seededRandom(seed).below(1_000_000))
  const many = seededRandom(17)
  expect(draw(17)).toEqual(draw(17))
  expect(draw(17)).not.toEqual(draw(18))
  const thrown = Array.from({ length: 6_000 }, () => many.below(6))
  for (const face of [0, 1, 2, 3, 4, 5]) expect(thrown.filter((value) => value === face).length).toBeGreaterThan(800)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cell, isSealed, sealedCsv } from './csv.ts'

test('a cell that a spreadsheet would run is made text', () => {
  for (const text of ['=1+1', '+86 21', '-2+3', '@sum', '\tx']) expect(cell(text).replaceAll('"', '')).toBe(`'${text}`)
  for (const number of ['-1250', '0', '99']) expect(cell(number)).toBe(number)
})

test('a sealed file with one changed, added or missing byte is no longer sealed', () => {
  const rows = fc.array(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 2 }), { maxLength: 8 })
  fc.assert(
    fc.property(rows, fc.nat(), fc.integer({ min: 1, max: 255 }), (table, place, change) => {
      const { bytes } = sealedCsv('x.csv', ['a', 'b'], table)
      expect(isSealed(bytes)).toBe(true)
      const flipped = Buffer.from(bytes)
      const at = place % bytes.length
      flipped[at] = (bytes[at] ?? 0) ^ change
      expect(isSealed(flipped)).toBe(false)
      expect(isSealed(bytes.subarray(0, at))).toBe(false)
      expect(isSealed(Buffer.concat([bytes, Buffer.from('x')]))).toBe(false)
    }),
  )
})

test('an empty file is sealed with zero rows', () => {
  const file = sealedCsv('x.csv', ['a'], [])
  expect(file.lines).toBe(0)
  expect(file.bytes.toString()).toBe(`a\r\n<END>,0,${file.digest}\r\n`)
})

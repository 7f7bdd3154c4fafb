import fc from 'fast-check'
import { expect, test } from 'vitest'
import { der, derLength, integer, objectIdentifier, readDer, readMembers, setOf, time } from './der.ts'

test('what is written reads back, whatever its length', () => {
  const content = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.integer({ min: 100, max: 70_000 }).map((size) => new Uint8Array(size)),
  )
  fc.assert(
    fc.property(fc.constantFrom(0x04, 0x30, 0x31, 0xa0), content, (tag, bytes) => {
      const written = der(tag, bytes)
      expect(readDer(written)).toEqual({ tag, content: Buffer.from(bytes), whole: written })
      expect(derLength(written)).toBe(written.length)
    }),
    { numRuns: 200 },
  )
})

test.each([
  ['an empty text', ''],
  ['a length beyond the end', '040512'],
  ['a length that could be shorter', '04810100'],
  ['a length with a leading zero', '0482000100'],
  ['an indefinite length', '30800000'],
  ['a byte too many', '04010000'],
])('%s is not DER', (_, hex) => {
  expect(readDer(Buffer.from(hex, 'hex'))).toBe(null)
})

test('any bytes are read or refused, never stumbled over', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => void readMembers(bytes)),
    { numRuns: 2_000 },
  )
})

test.each([
  [integer(0), '020100'],
  [integer(128), '02020080'],
  [integer(Uint8Array.of(0, 0, 127)), '02017f'],
  [objectIdentifier('1.2.840.113549.1.7.2'), '06092a864886f70d010702'],
  [setOf(Buffer.from('020102', 'hex'), Buffer.from('020101', 'hex')), '3106020101020102'],
  [time(Date.UTC(2049, 11, 31, 23, 59, 59)), '170d3439313233313233353935395a'],
  [time(Date.UTC(2050, 0, 1)), '180f32303530303130313030303030305a'],
])('%# is written as X.690 says', (written, hex) => {
  expect(written.toString('hex')).toBe(hex)
})

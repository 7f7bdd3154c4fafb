import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTilePath, tilePath } from './tilePath.ts'

test('the address of tile 1234067 is that of C2SP tlog-tiles', () => {
  expect(tilePath({ level: 0, index: 1_234_067, width: null })).toBe('0/x001/x234/067')
  expect(tilePath({ level: 1, index: 5, width: 17 })).toBe('1/005.p/17')
})

test('every tile has one address, and reading it gives the tile', () => {
  const tile = fc.record({
    level: fc.integer({ min: 0, max: 7 }),
    index: fc.integer({ min: 0, max: 10 ** 9 - 1 }),
    width: fc.option(fc.integer({ min: 1, max: 255 })),
  })
  fc.assert(
    fc.property(tile, (one) => {
      expect(readTilePath(tilePath(one).split('/'))).toEqual(one)
    }),
  )
})

test('any other way of writing an address is refused', () => {
  const wrong = [
    '0/x000/001',
    '0/1',
    '0/0001',
    '8/000',
    '00/000',
    '0/001.p/0',
    '0/001.p/256',
    '0/001.p/01',
    '0/x001',
    '0/001/002',
    'entries/000',
    '0/-01',
    '0/001.p',
  ]
  for (const path of wrong) expect(readTilePath(path.split('/')), path).toBeNull()
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { passwordStrength } from './passwordStrength.ts'

test.each([
  ['', 0],
  ['12345678', 1],
  ['aaaaaaaaaaaaaaaa', 1],
  ['covenant', 1],
  ['covenant pays', 4],
  ['tea at the west lake, 1998', 4],
])('%j is of strength %i', (password, strength) => {
  expect(passwordStrength(password)).toBe(strength)
})

test('a password never becomes weaker by what is typed after it', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (start, more) => {
      expect(passwordStrength(start + more)).toBeGreaterThanOrEqual(passwordStrength(start))
    }),
  )
})

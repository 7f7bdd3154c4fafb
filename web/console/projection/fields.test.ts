import { expect, test } from 'vitest'
import { changesBetween, replaced } from './draft.ts'

const original = { fees: { rules: [{ ratePpm: 6_000, cap: null }] } }
const rate = { path: '/clauses/fees/rules/0/ratePpm', value: 6_000 }

test('a rate that was mistyped and put right is a number again', () => {
  const slipped = replaced(original, rate, '60x')
  expect(slipped).toEqual({ fees: { rules: [{ ratePpm: '60x', cap: null }] } })
  expect(replaced(slipped, rate, '60')).toEqual({ fees: { rules: [{ ratePpm: 60, cap: null }] } })
  expect(changesBetween(original, replaced(slipped, rate, '6000'))).toBe(0)
})

test('an amount that is emptied is nothing, and the terms that were read stay as they are', () => {
  const cap = { path: '/clauses/fees/rules/0/cap', value: null }
  expect(replaced(replaced(original, cap, '500'), cap, '')).toEqual(original)
  expect(original.fees.rules[0]?.cap).toBeNull()
})

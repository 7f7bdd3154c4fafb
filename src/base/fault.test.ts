import { expect, test } from 'vitest'
import { assert, present, unreachable } from './assert.ts'
import { Fault, faults } from './fault.ts'
import { type Moves, moved, movesFrom } from './moves.ts'

const sample = faults('payments', {
  overLimit: { status: 422, retry: 'other_method', zh: '超出限额 {max}', en: 'over the limit of {max}' },
  late: { status: 409, zh: '太迟了', en: 'too late' },
})

test('a fault speaks both languages with the same values, and says who can mend it and what happened to the money', () => {
  const fault = sample.overLimit({ max: '500.00 CNY' }, '/amount')
  expect(fault).toBeInstanceOf(Fault)
  expect({ ...fault }).toMatchObject({
    code: 'payments.over_limit',
    status: 422,
    zh: '超出限额 500.00 CNY',
    en: 'over the limit of 500.00 CNY',
    party: 'merchant',
    retry: 'other_method',
    money: 'none_moved',
    at: '/amount',
  })
  expect(sample.overLimit.code).toBe('payments.over_limit')
})

test('a value that was not given stays visible as a hole, and a value is never filled twice', () => {
  expect(sample.overLimit().en).toBe('over the limit of {max}')
  expect(sample.overLimit({ max: '{max}$&' }).en).toBe('over the limit of {max}$&')
  expect(sample.late({ max: '1' }).zh).toBe('太迟了')
})

test('a value that every object has is not filled from the object', () => {
  const odd = faults('x', { odd: { status: 400, zh: '{constructor} 不行', en: '{constructor} is not possible' } })
  expect(odd.odd().en).toBe('{constructor} is not possible')
})

type State = 'opened' | 'asked' | 'paid'
type Move = 'ask' | 'confirm'
const moves: Moves<State, Move> = { opened: { ask: 'asked' }, asked: { confirm: 'paid' }, paid: {} }

test('a table of states allows its own moves and no others', () => {
  expect(moved(moves, 'opened', 'ask')).toBe('asked')
  expect(moved(moves, 'opened', 'confirm')).toBeNull()
  expect(moved(moves, 'paid', 'ask')).toBeNull()
  expect(moved(moves, 'paid', 'toString' as Move)).toBeNull()
  expect(movesFrom(moves, 'asked')).toEqual(['confirm'])
  expect(movesFrom(moves, 'paid')).toEqual([])
})

test('our own mistakes stop with their reason', () => {
  expect(() => assert(false, 'posting sums to zero')).toThrow('assertion failed: posting sums to zero')
  expect(present(0, 'there')).toBe(0)
  expect(() => present(null, 'a row is there')).toThrow('a row is there')
  expect(() => unreachable('x' as never)).toThrow('unreachable case: "x"')
})

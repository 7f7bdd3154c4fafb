import { expect, test } from 'vitest'
import { limiter } from './rate.ts'

test('a caller has its burst, then its rate, and is told when to come back', () => {
  let now = 0
  const limit = limiter({ perSecond: 2, burst: 3 }, () => now)
  expect([1, 2, 3].map(() => limit('mei').allowed)).toEqual([true, true, true])
  expect(limit('mei')).toEqual({ allowed: false, afterSeconds: 1 })
  expect(limit('lin').allowed).toBe(true)
  now = 500
  expect(limit('mei').allowed).toBe(true)
  expect(limit('mei').allowed).toBe(false)
  now = 1e9
  expect([1, 2, 3, 4].map(() => limit('mei').allowed)).toEqual([true, true, true, false])
})

test('a crowd of callers takes bounded memory, and those who just came stay remembered', () => {
  const limit = limiter({ perSecond: 1, burst: 1 }, () => 0, 100)
  for (let caller = 0; caller < 1_000; caller++) limit(`c${caller}`)
  expect(limit('c999').allowed).toBe(false)
  expect(limit('c0').allowed).toBe(true)
})

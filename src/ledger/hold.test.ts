import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { newUuid } from '../base/id.ts'
import { hourMs } from '../base/time.ts'
import { runDueJobs } from '../world/jobs.ts'
import type { World } from '../world/world.ts'
import { balanceOf } from './balances.ts'
import { holdOf } from './hold.ts'
import { jobs } from './jobs.ts'
import type { Transfer } from './posting.ts'
import { prove } from './prove.ts'
import { bank, book, move, posting, standing, tea, wallet } from './testing.ts'

const held = async (minor: bigint, expiresIn?: number) => {
  const w = await testWorld()
  await book(w, posting(w, move(wallet, tea, 1_000n)), posting(w, move(bank, wallet, 1_000n)))
  const hold = newUuid(w.now(), w.random)
  const more: Partial<Transfer> = {
    kind: 'hold',
    hold,
    why: 'payout',
    ...(expiresIn && { expiresAt: w.now() + expiresIn }),
  }
  expect((await book(w, posting(w, move(tea, bank, minor, more))))[0]?.outcome).toBe('posted')
  const resolve = (kind: 'settle' | 'void', amount: bigint) =>
    book(w, posting(w, move(tea, bank, amount, { kind, hold })))
  return { w, hold, resolve }
}
const left = async (w: World) => (await balanceOf(w, tea)).available.minor

test('a hold takes money out of reach without moving it', async () => {
  const { w } = await held(700n)
  expect([await standing(w, tea), await left(w)]).toEqual([1_000n, 300n])
  expect(await book(w, posting(w, move(tea, wallet, 301n)))).toMatchObject([{ because: 'insufficient', account: tea }])
  expect((await book(w, posting(w, move(tea, wallet, 300n))))[0]?.outcome).toBe('posted')
  expect(await prove(w)).toMatchObject({ holds: true, counts: { holds: 1 } })
})

test('a hold settled in part moves that part and releases the rest', async () => {
  const { w, hold, resolve } = await held(700n)
  expect(await resolve('settle', 450n)).toMatchObject([{ outcome: 'posted' }])
  expect([await standing(w, tea), await left(w), await standing(w, bank)]).toEqual([550n, 550n, 550n])
  expect(await holdOf(w, hold)).toMatchObject({
    state: 'settled',
    settled: { minor: 450n },
    amount: { minor: 700n },
    debit: tea,
  })
  expect(await prove(w)).toMatchObject({ holds: true })
})

test('a hold is never settled for more than it holds', async () => {
  const { w, resolve } = await held(700n)
  expect(await resolve('settle', 701n)).toMatchObject([{ because: 'insufficient' }])
  expect(await left(w)).toBe(300n)
})

test('a voided hold gives back all, and a hold ends only once', async () => {
  const { w, hold, resolve } = await held(700n)
  expect(await resolve('void', 700n)).toMatchObject([{ outcome: 'posted' }])
  expect([await standing(w, tea), await left(w)]).toEqual([1_000n, 1_000n])
  expect(await resolve('settle', 700n)).toMatchObject([{ because: 'closed' }])
  expect(await resolve('void', 700n)).toMatchObject([{ because: 'closed' }])
  expect((await holdOf(w, hold)).state).toBe('voided')
  expect(await prove(w)).toMatchObject({ holds: true })
})

test('of many who settle one hold at once, one wins', async () => {
  const { w, resolve } = await held(700n)
  const answers = (await Promise.all(Array.from({ length: 12 }, () => resolve('settle', 700n)))).flat()
  expect(answers.filter((answer) => answer.outcome === 'posted')).toHaveLength(1)
  expect(await standing(w, tea)).toBe(300n)
  expect(await prove(w)).toMatchObject({ holds: true })
})

test('a hold ends with its time: it cannot be settled any more, and the clock releases it', async () => {
  const { w, hold, resolve } = await held(700n, hourMs)
  w.pass(hourMs)
  expect(await resolve('settle', 700n)).toMatchObject([{ because: 'closed' }])
  await runDueJobs(w, jobs, [])
  expect(await holdOf(w, hold)).toMatchObject({ state: 'expired', settled: { minor: 0n } })
  expect(await left(w)).toBe(1_000n)
  expect(await resolve('void', 700n)).toMatchObject([{ because: 'closed' }])
  expect(await prove(w)).toMatchObject({ holds: true })
})

test('before its time the clock leaves a hold alone', async () => {
  const { w, hold } = await held(700n, hourMs)
  w.pass(hourMs - 1)
  await runDueJobs(w, jobs, [])
  expect(await book(w, posting(w, move(tea, bank, 700n, { kind: 'expire', hold })))).toMatchObject([
    { because: 'closed' },
  ])
  expect((await holdOf(w, hold)).state).toBe('open')
})

test('a hold can be opened and settled in one call, and its name is taken once', async () => {
  const w = await testWorld()
  const hold = newUuid(w.now(), w.random)
  const open = move(wallet, tea, 90n, { kind: 'hold', hold })
  const settle = move(wallet, tea, 60n, { kind: 'settle', hold })
  expect(await book(w, posting(w, open, settle), posting(w, open))).toMatchObject([
    { outcome: 'posted' },
    { because: 'closed' },
  ])
  expect(await balanceOf(w, tea)).toMatchObject({ creditsPosted: 60n, creditsPending: 0n, sequence: 2n })
  expect(await prove(w)).toMatchObject({ holds: true, counts: { holds: 1 } })
})

test('a hold that nobody made is a fault', async () => {
  const w = await testWorld()
  await expect(holdOf(w, newUuid(w.now(), w.random))).rejects.toMatchObject({
    code: 'ledger.unknown_hold',
    status: 404,
  })
  await expect(holdOf(w, "'; drop")).rejects.toMatchObject({ code: 'ledger.unknown_hold' })
})

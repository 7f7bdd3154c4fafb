import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { agree, capture, partner, refund, standing, tea, termsWith, wallet } from '../../test/settled.ts'
import { money } from '../base/money.ts'
import { dayMs } from '../base/time.ts'
import { post } from '../ledger/post.ts'
import { newPosting } from '../ledger/posting.ts'
import { transaction } from '../world/command.ts'
import { closeDay } from './closeDay.ts'
import { takeBack } from './takeBack.ts'

test('a refund of money that was already settled is taken from payable and counted once', async () => {
  const w = await testWorld({ at: '2026-07-01T16:05:00Z' })
  const terms = termsWith()
  await agree(w, terms)
  const noon = Date.parse('2026-07-01T04:00:00Z')
  const sold = await capture(w, { terms, at: noon, minor: 10_000n, no: 'o1' })
  await closeDay(w, null, { partner, wallet, day: '2026-07-01' })
  expect(await standing(w, 'merchant-payable', tea)).toBe(9_962n)
  const needed = money('CNY', 4_000n - 15n)
  await transaction(w, async (i) => {
    const back = await takeBack(i, { partner, merchant: tea, amount: needed })
    const [booked] = await post(i, [newPosting(i, { object: 'ref_1', version: null, transfers: [back] })])
    expect(booked?.outcome).toBe('posted')
  })
  await refund(w, sold, { terms, at: noon + dayMs, minor: 4_000n, no: 'r1' })
  await capture(w, { terms, at: noon + dayMs, minor: 1_000n, no: 'o2' })
  w.pass(dayMs)
  await closeDay(w, null, { partner, wallet, day: '2026-07-02' })
  expect(await standing(w, 'merchant-pending', tea)).toBe(0n)
  expect(await standing(w, 'merchant-payable', tea)).toBe(9_962n - 3_985n + 996n)
})

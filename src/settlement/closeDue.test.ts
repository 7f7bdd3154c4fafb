import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { agree, capture, enter, partner, termsWith } from '../../test/settled.ts'
import { termsRoot } from '../agreements/digest.ts'
import { dayMs, hourMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import { emit } from '../world/events.ts'
import { runDueJobs } from '../world/jobs.ts'
import { settlementJobs } from './jobs.ts'
import { settlementReactions } from './reactions.ts'
import { settlementsPage } from './storeSettlement.ts'

const all = { wallet: null, state: null, from: null, until: null, beforeDay: null, beforeId: null, most: 100 }

test('from its signature on, an agreement’s days open and close by themselves, business or not', async () => {
  const w = await testWorld({ at: '2026-07-01T02:00:00Z' })
  const terms = termsWith()
  await enter(w)
  await agree(w, terms, w.now())
  await transaction(w, (i) =>
    emit(i, 'agreement.in_force', { agreement: terms.agreement, version: 1, digest: termsRoot(terms), partner }),
  )
  const tick = () => runDueJobs(w, settlementJobs, settlementReactions)
  await tick()
  expect(await settlementsPage(w, all)).toMatchObject([{ day: '2026-07-01', state: 'open', sequence: 1 }])
  await capture(w, { terms, at: w.now() + hourMs, minor: 9_900n, no: 'o1' })
  w.pass(14 * hourMs) // midnight in Shanghai
  await tick()
  await tick()
  expect(await settlementsPage(w, all)).toMatchObject([
    { day: '2026-07-02', state: 'open', sequence: 2 },
    { day: '2026-07-01', state: 'closed', sequence: 1, lines: 1 },
  ])
  w.pass(3 * dayMs) // the house slept three days
  await tick()
  const days = (await settlementsPage(w, all)).map(({ day, state, sequence }) => [day, state, sequence])
  expect(days).toEqual([
    ['2026-07-05', 'open', 5],
    ['2026-07-04', 'paid', 4],
    ['2026-07-03', 'paid', 3],
    ['2026-07-02', 'paid', 2],
    ['2026-07-01', 'closed', 1],
  ])
})

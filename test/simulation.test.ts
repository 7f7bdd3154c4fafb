import { expect, test } from 'vitest'
import { audit, tally } from './simulation/auditor.ts'
import { openWalk, settleDown, step } from './simulation/walk.ts'

const stepsMost = Number(process.env['STEPS'] ?? 70)
const asked = process.env['SEED']
const seeds = asked?.includes('-') ? Array.from({ length: Number(asked.split('-')[1]) - Number(asked.split('-')[0]) + 1 }, (_, at) => Number(asked.split('-')[0]) + at) : asked ? [Number(asked)] : [1, 2, 3, 4, 5, 6, 7, 8]

test.each(seeds)('a till, a wallet full of faults and a clock leave nothing lost, doubled or wrongly priced (seed %i)', async (seed) => {
  const walk = await openWalk(seed)
  for (let taken = 0; taken < stepsMost; taken++) await step(walk)
  await settleDown(walk)
  if (process.env['SHOW']) console.log(seed, JSON.stringify(await tally(walk)))
  expect(await audit(walk)).toEqual([])
})

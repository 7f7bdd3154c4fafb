import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { dayMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import type { Inside } from '../world/world.ts'
import { assess, type Finding } from './assess.ts'
import { assessedDigest, groundsOf } from './assessment.ts'
import { catalogue, openCatalogue } from './catalogue.ts'
import { definePurpose } from './editCatalogue.ts'
import { assessmentsOf, purposeById } from './find.ts'
import { assessmentsBefore, forgetAssessments } from './forget.ts'
import type { Purpose } from './purpose.ts'

const found: Finding = {
  assessor: '顾安然',
  assessedOn: '2026-06-20',
  findings: '范围为实现目的所需的最小范围；泄露可能影响财产安全。',
  risk: 'medium',
  measures: '加密传输，专人专岗，撤回后停止。',
}
const plain: Purpose = {
  id: 'travel_insurance',
  name: { zh: '出行保险报价', en: 'Quotes for travel insurance' },
  why: { zh: '为你报价', en: 'To quote for you' },
  basis: 'consent',
  scopes: [{ id: 'orders', name: { zh: '订单', en: 'Orders' } }],
  separate: true,
  sensitive: false,
  written: false,
  shares: false,
  credit: false,
  recommends: false,
  abroad: false,
  noticeDays: 0,
  lastsDays: 365,
  keep: 'consents',
  active: true,
}

async function house() {
  const w = await testWorld()
  const inside = <T>(work: (i: Inside) => Promise<T>): Promise<T> => transaction(w, work)
  const define = (changes: Partial<Purpose>) => inside((i) => definePurpose(i, { ...plain, ...changes }))
  return { w, inside, define }
}
const needed = { code: 'consent.assessment_needed' }

test.each([
  ['sensitive data', { sensitive: true }],
  ['sharing', { shares: true }],
  ['automated decisions', { recommends: true }],
  ['data going abroad', { abroad: true }],
])('a purpose with %s is not switched on before it was assessed, and is after', async (_, risky) => {
  const { w, inside, define } = await house()
  await expect(define(risky)).rejects.toMatchObject(needed)
  expect(await purposeById(w, plain.id)).toBeNull()
  await define({ ...risky, active: false })
  await expect(define(risky)).rejects.toMatchObject(needed)
  await inside((i) => assess(i, plain.id, found, 'usr_1'))
  await define(risky)
  expect((await purposeById(w, plain.id))?.active).toBe(true)
})

test('an assessment is about what was assessed: more data or another way asks anew, other words do not', async () => {
  const { inside, define } = await house()
  await define({ sensitive: true, active: false })
  await inside((i) => assess(i, plain.id, found, 'usr_1'))
  await define({ sensitive: true, name: { zh: '旅行保险报价', en: 'Travel insurance quotes' } })
  const place = { id: 'place', name: { zh: '位置', en: 'Place' } }
  await expect(define({ sensitive: true, scopes: [...plain.scopes, place] })).rejects.toMatchObject(needed)
  await expect(define({ sensitive: true, shares: true })).rejects.toMatchObject(needed)
})

test('what needs none is switched on without one, and an assessment of a day to come is refused', async () => {
  const { inside, define } = await house()
  await define({})
  await expect(
    inside((i) => assess(i, plain.id, { ...found, assessedOn: '2026-07-02' }, 'usr_1')),
  ).rejects.toMatchObject({ code: 'consent.assessed_ahead' })
  await expect(inside((i) => assess(i, 'nothing', found, 'usr_1'))).rejects.toMatchObject({
    code: 'consent.no_such_purpose',
  })
})

test('the one before is kept when another takes its place, and only such a one is ever deleted', async () => {
  const { w, inside, define } = await house()
  await define({ sensitive: true, active: false })
  await inside((i) => assess(i, plain.id, found, 'usr_1'))
  w.pass(dayMs)
  await inside((i) => assess(i, plain.id, { ...found, risk: 'low' }, 'usr_1'))
  const all = await assessmentsOf(w, plain.id)
  expect(all.map(({ risk, supersededAt }) => [risk, supersededAt])).toEqual([
    ['low', null],
    ['medium', w.now()],
  ])
  expect(await assessmentsBefore(w, w.now(), 10, [])).toEqual([])
  const due = await assessmentsBefore(w, w.now() + 1, 10, [])
  expect(due.map(({ object }) => object)).toEqual([all[1]?.id])
  await inside((i) =>
    forgetAssessments(
      i,
      all.map(({ id }) => id),
    ),
  )
  expect((await assessmentsOf(w, plain.id)).map(({ risk }) => risk)).toEqual(['low'])
})

test('what was found cannot be written otherwise later', async () => {
  const { w, inside, define } = await house()
  await define({ sensitive: true, active: false })
  await inside((i) => assess(i, plain.id, found, 'usr_1'))
  await expect(w.db.pool.query(`update consent.assessment set risk = 'low'`)).rejects.toMatchObject({ code: '42501' })
  expect((await assessmentsOf(w, plain.id))[0]?.risk).toBe('medium')
})

test('every purpose of the catalogue that needs an assessment has one about what it is', async () => {
  const { w, inside } = await house()
  await inside(openCatalogue)
  for (const purpose of catalogue) {
    const [latest] = await assessmentsOf(w, purpose.id)
    expect([purpose.id, latest !== undefined]).toEqual([purpose.id, groundsOf(purpose).length > 0])
    if (latest) expect(latest.covers).toBe(assessedDigest(purpose))
  }
})

test('two purposes have the same digest exactly when they are the same to assess (property)', () => {
  const flags = fc.record({
    sensitive: fc.boolean(),
    shares: fc.boolean(),
    recommends: fc.boolean(),
    abroad: fc.boolean(),
  })
  fc.assert(
    fc.property(flags, flags, (one, other) => {
      const same = JSON.stringify(one) === JSON.stringify(other)
      expect(assessedDigest({ ...plain, ...one }) === assessedDigest({ ...plain, ...other })).toBe(same)
    }),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { addDays, type Day, dayMs, startOfDay } from '../base/time.ts'
import { sealText } from '../vault/seal.ts'
import { unsealText } from '../vault/unseal.ts'
import { erasers } from './erasers.ts'
import { liftHold, setHold } from './hold.ts'
import { eraseTonight, nextNight, previewNight } from './night.ts'
import { goneBefore, keptUntil, type RetentionRule, retentionRule, retentionRules } from './retention.ts'
import { lastNights, saveRelationEnd } from './storeRetention.ts'
import { inside, person } from './testPerson.ts'

const zone = 'Asia/Shanghai'
const at = (day: string, minutes = 0): number => startOfDay(day as Day, zone, minutes)

test.each([
  ['transactions', '2026-07-01', '2036-07-01', '2036-07-02'],
  ['identity', '2026-02-28', '2036-02-28', '2036-02-29'],
  ['identity', '2024-02-29', '2034-02-28', '2034-03-01'],
  ['credit-negative', '2026-07-01', '2031-07-01', '2031-07-02'],
  ['sign-ins', '2026-01-31', '2027-01-31', '2027-02-01'],
  ['codes', '2026-07-01', '2026-07-02', '2026-07-03'],
])('%s that ended on %s stay through %s and go on %s', (id, ended, last, gone) => {
  const rule = retentionRule(id) as RetentionRule
  const endings = [at(ended), at(ended, 1_439)]
  for (const end of endings) {
    expect(keptUntil(end, rule)).toBe(at(gone))
    expect(end < goneBefore(at(last, 1_439), rule)).toBe(false)
    expect(end < goneBefore(at(gone), rule)).toBe(true)
  }
})

test('what may go now is exactly what was kept until now (property)', () => {
  const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('2000-01-01', days))
  fc.assert(
    fc.property(
      day,
      day,
      fc.constantFrom(...retentionRules),
      fc.integer({ min: 0, max: 1_439 }),
      (ended, now, rule, minutes) => {
        const [end, moment] = [at(ended, minutes), at(now, minutes)]
        expect(end < goneBefore(moment, rule)).toBe(keptUntil(end, rule) <= moment)
      },
    ),
  )
})

test('every eraser has its rule, and every rule says its law', () => {
  expect(erasers.filter(({ rule }) => retentionRule(rule) === null)).toEqual([])
  expect(retentionRules.filter(({ law }) => law.zh === '' || law.en === '')).toEqual([])
})

const place = (subject: string) => ({ tenant: 'institution', purpose: 'test', context: 'note', subject })

async function closedRelation() {
  const w = await testWorld({ at: '2026-07-01T02:00:00Z' })
  const [wang, shen] = [await person(w, '1'), await person(w, '2')]
  const sealed = await inside(w, (i) => sealText(i, place(wang), '王敏的身份资料'))
  const kept = await inside(w, (i) => sealText(i, place(shen), '沈知行的身份资料'))
  const end = at('2036-07-01', 1_439)
  await w.db.pool.query('insert into privacy.relation_end (subject, ended_at_ms) values ($1, $2)', [wang, w.now()])
  return { w, wang, shen, sealed, kept, end }
}

test('identity data are there on the last day of ten years and shredded the day after, and nobody else’s are', async () => {
  const { w, wang, shen, sealed, kept, end } = await closedRelation()
  w.pass(end - w.now())
  expect((await eraseTonight(w)).erased).toEqual({})
  expect(await unsealText(w, sealed, place(wang))).toBe('王敏的身份资料')
  w.pass(60_000)
  expect((await eraseTonight(w)).erased).toEqual({ identity: 1 })
  await expect(unsealText(w, sealed, place(wang))).rejects.toMatchObject({ code: 'vault.shredded' })
  expect(await unsealText(w, kept, place(shen))).toBe('沈知行的身份资料')
  const { rows } = await w.db.pool.query('select id, phone_masked from identity.consumer order by id')
  expect(rows).toEqual([
    { id: wang, phone_masked: '—' },
    { id: shen, phone_masked: '138****0002' },
  ])
  expect((await eraseTonight(w)).erased).toEqual({})
  expect((await lastNights(w, 5))[1]?.erased ?? (await lastNights(w, 5))[0]?.erased).toBeDefined()
})

test('what is held stays past its time, the preview says so, and it goes in the night after the hold is lifted', async () => {
  const { w, wang, sealed, end } = await closedRelation()
  const hold = await inside(w, (i) => setHold(i, wang, '公安机关调取，案号 2036-17', 'usr_1'))
  w.pass(end - w.now() + 2 * dayMs)
  const told = (await previewNight(w)).find(({ rule }) => rule === 'identity')
  expect(told).toMatchObject({ count: 1, held: 1, shown: [{ object: wang, hold: hold.id }] })
  expect(await eraseTonight(w)).toMatchObject({ erased: {}, held: 1 })
  expect(await unsealText(w, sealed, place(wang))).toBe('王敏的身份资料')
  await inside(w, (i) => liftHold(i, hold.id, '案件已结', 'usr_1'))
  expect((await eraseTonight(w)).erased).toEqual({ identity: 1 })
})

test('a hold that is set while the night runs wins or comes too late, and never half', async () => {
  const { w, wang, sealed, end } = await closedRelation()
  w.pass(end - w.now() + dayMs)
  const [night] = await Promise.all([eraseTonight(w), inside(w, (i) => setHold(i, wang, '法院保全', 'usr_1'))])
  const isGone = night.erased['identity'] === 1
  const read = unsealText(w, sealed, place(wang))
  if (isGone) await expect(read).rejects.toMatchObject({ code: 'vault.shredded' })
  else expect(await read).toBe('王敏的身份资料')
})

test('sessions, codes and messages go when their time is over, and the preview of tonight names them first', async () => {
  const w = await testWorld({ at: '2026-07-01T02:00:00Z' })
  const wang = await person(w, '1')
  await w.db.pool.query(
    `insert into identity.session (token_digest, id, consumer, methods, factors, proved_at_ms, address, user_agent, created_at_ms,
       used_at_ms, ended_at_ms) values ('d', 'ses_1', $1, '{sms}', 1, $2, '203.0.113.7', 'Chrome', $2, $2, $2)`,
    [wang, w.now()],
  )
  await w.db.pool.query(
    `insert into identity.inbox_message (id, to_masked, text, at_ms) values ('m1', '138', '{}', $1)`,
    [w.now()],
  )
  expect((await eraseTonight(w)).erased).toEqual({})
  w.pass(8 * dayMs)
  expect((await previewNight(w)).find(({ rule }) => rule === 'messages')?.count).toBe(1)
  expect((await eraseTonight(w)).erased).toEqual({ messages: 1 })
  w.pass(358 * dayMs)
  expect((await eraseTonight(w)).erased).toEqual({ 'sign-ins': 1 })
})

test('a relation ends once, and the night runs at half past three', async () => {
  const w = await testWorld({ at: '2026-07-01T02:00:00Z' })
  expect(
    await inside(w, async (i) => [await saveRelationEnd(i, 'con_1'), await saveRelationEnd(i, 'con_1')]).catch(String),
  ).toContain('records what it did')
  expect(new Date(nextNight(w.now())).toISOString()).toBe('2026-07-01T19:30:00.000Z')
  expect(new Date(nextNight(at('2026-07-01', 209))).toISOString()).toBe('2026-06-30T19:30:00.000Z')
})

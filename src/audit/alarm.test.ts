import { expect, test } from 'vitest'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { hourMs, minuteMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import { emit } from '../world/events.ts'
import { runDueJobs } from '../world/jobs.ts'
import { recordsNewest } from '../world/recordList.ts'
import { nobody, type Who } from '../world/route.ts'
import type { AlarmState } from './alarm.ts'
import { alarmsNewest, openAlarmCount } from './alarms.ts'
import { handleAlarm } from './handleAlarm.ts'
import { raiseAlarm } from './raiseAlarm.ts'
import { auditReactions } from './reactions.ts'

const zhao: Who = { ...nobody, kind: 'user', id: 'usr_zhao', name: 'Zhao Yiming', org: 'institution' }
const all = (w: TestWorld, state: AlarmState | null = null) => alarmsNewest(w, { state, kind: null, before: null }, 100)
const seen = async (w: TestWorld) => (await all(w)).map(({ kind, object, count }) => [kind, object, count])
const raised = (w: TestWorld, kind = 'log.altered', object = 'audit.leaf number=7') =>
  transaction(w, (i) => raiseAlarm(i, kind, object))

test('what an event says should not happen waits in the inbox, once for each thing', async () => {
  const w = await testWorld()
  await transaction(w, async (i) => {
    await emit(i, 'log.alarm', { row: 'world.record id=1', found: 2 })
    await emit(i, 'identity.alarm', { object: 'pky_1', because: 'passkey_counter_went_back' })
    await emit(i, 'log.fork', { witness: 'wit_1', because: 'fork', size: 9 })
    await emit(i, 'vault.alarm', { object: 'vault:not_authentic', count: 1 })
    await emit(i, 'vault.alarm', { object: 'vault:not_authentic', count: 10 })
  })
  await runDueJobs(w, [], auditReactions)
  await runDueJobs(w, [], auditReactions)
  expect((await seen(w)).sort((one, other) => (String(one) < String(other) ? -1 : 1))).toEqual([
    ['identity.passkey_counter_went_back', 'pky_1', 1],
    ['log.altered', 'world.record id=1', 1],
    ['log.witness_refused', 'wit_1', 1],
    ['vault.ciphertext_refused', 'vault:not_authentic', 10],
  ])
})

test('the same thing within a day counts on, and after a quiet day or a closed alarm it is a new one', async () => {
  const w = await testWorld()
  await raised(w)
  w.pass(23 * hourMs)
  await raised(w)
  w.pass(23 * hourMs)
  await raised(w)
  await raised(w, 'log.altered', 'audit.leaf number=8')
  expect(await seen(w)).toEqual([
    ['log.altered', 'audit.leaf number=8', 1],
    ['log.altered', 'audit.leaf number=7', 3],
  ])
  w.pass(25 * hourMs)
  await raised(w)
  expect((await seen(w))[0]).toEqual(['log.altered', 'audit.leaf number=7', 1])
  const [newest] = await all(w)
  await handleAlarm(w, zhao, { id: newest?.id ?? '', move: 'acknowledge', words: '正在核对备份' })
  await raised(w)
  expect((await seen(w))[0]?.[2]).toBe(2)
  await handleAlarm(w, zhao, { id: newest?.id ?? '', move: 'close', words: '演练，已恢复原值' })
  w.pass(minuteMs)
  await raised(w)
  expect((await all(w))[0]).toMatchObject({ state: 'open', count: 1 })
})

test('found by many at once it is one alarm, counted by each', async () => {
  const w = await testWorld()
  await Promise.all(Array.from({ length: 12 }, () => raised(w)))
  expect(await seen(w)).toEqual([['log.altered', 'audit.leaf number=7', 12]])
})

test('an alarm is taken in hand before it is closed, each once, and the log knows who but not the words', async () => {
  const w = await testWorld()
  await raised(w)
  const id = (await all(w))[0]?.id ?? ''
  const doing = (move: 'acknowledge' | 'close', words: string) =>
    handleAlarm(w, zhao, { id, move, words }).catch((error: { code: string }) => error.code)
  expect(await openAlarmCount(w)).toBe(1)
  expect(await doing('close', '没有认领就关闭')).toBe('audit.alarm_moved_on')
  const both = await Promise.all([doing('acknowledge', '王敏的账号，正在电话核实'), doing('acknowledge', '我来处理')])
  expect(both.filter((said) => said === 'audit.alarm_moved_on')).toHaveLength(1)
  expect(await openAlarmCount(w)).toBe(0)
  await doing('close', '误报：备份恢复演练')
  expect(await doing('acknowledge', '再来一次')).toBe('audit.alarm_moved_on')
  expect((await all(w, 'closed'))[0]).toMatchObject({
    taken: { by: 'usr_zhao' },
    closed: { by: 'usr_zhao', words: '误报：备份恢复演练' },
  })
  const records = await recordsNewest(w, { owner: null, before: null, object: id, actor: null, act: null }, 10)
  expect(records.map(({ act }) => act).sort()).toEqual([
    'audit.acknowledge_alarm',
    'audit.close_alarm',
    'audit.raise_alarm',
  ])
  expect(JSON.stringify(records)).not.toContain('王敏')
  expect(await handleAlarm(w, zhao, { id: 'alm_none', move: 'close', words: '没有' }).catch((e) => e.code)).toBe(
    'audit.alarm_unknown',
  )
})

test('what was signed off cannot be written over, not even by the house itself', async () => {
  const w = await testWorld()
  await raised(w)
  const id = (await all(w))[0]?.id ?? ''
  await handleAlarm(w, zhao, { id, move: 'acknowledge', words: '正在核对' })
  const written = (sql: string) =>
    w.db.pool.query(sql).then(
      () => 'done',
      (error: { code: string }) => error.code,
    )
  expect(await written(`update audit.alarm set taken_words = 'x'`)).toBe('42501')
  expect(await written(`update audit.alarm set state = 'open', taken_by = null, taken_ms = null`)).toBe('42501')
  await handleAlarm(w, zhao, { id, move: 'close', words: '已处理完毕' })
  expect(await written(`update audit.alarm set closed_words = 'x'`)).toBe('42501')
  expect(await written('delete from audit.alarm')).toBe('42501')
})

import { expect, test } from 'vitest'
import { leafHash } from '../src/base/merkle.ts'
import { command, transaction } from '../src/world/command.ts'
import { commitmentTo, record, recordText } from '../src/world/record.ts'
import { eraseSalts, recordsOf, saltsOf, takeWaiting, waitingRecords } from '../src/world/records.ts'
import type { Inside, World } from '../src/world/world.ts'
import { testWorld } from './house.ts'

const change = (i: Inside): Promise<unknown> =>
  i.tx.query(`insert into sandbox.done (step, at_ms) values ('${Buffer.from(i.random.bytes(4)).toString('hex')}', 1)`)
const all = async (w: World) => {
  const ids = (await w.db.pool.query<{ id: string }>('select id from world.record order by id')).rows.map(
    ({ id }) => id,
  )
  return await recordsOf(w, ids)
}

test('a command is recorded by its name, its answer and the digest of its input, once however often it is asked', async () => {
  const w = await testWorld()
  for (let time = 0; time < 3; time++) await command(w, 'tea.pour', 'k1', { cups: 2 }, async () => 'tea_1')
  expect(await all(w)).toMatchObject([
    {
      act: 'tea.pour',
      object: 'tea_1',
      actor: 'system:test',
      facts: { input: expect.stringMatching(/^[0-9a-f]{64}$/) },
    },
  ])
})

test('what is rolled back leaves no record, and what is committed cannot be without one', async () => {
  const w = await testWorld()
  const broken = transaction(w, async (i) => {
    record(i, { act: 'tea.spill', object: 'tea_1' })
    throw new Error('spilled')
  })
  await expect(broken).rejects.toThrow('spilled')
  expect(await all(w)).toEqual([])
})

test('a transaction that changes a row and records nothing is rolled back', async () => {
  const { saveDone } = await import('../src/sandbox/store.ts')
  const w = await testWorld()
  const silent = transaction(w, async (i) => {
    await saveDone(i, 'silent')
    i.book.deeds.length = 0
  })
  await expect(silent).rejects.toThrow('records what it did')
  expect((await w.db.pool.query('select 1 from sandbox.done')).rowCount).toBe(0)
  await transaction(w, change) // SQL outside the stores is not counted; the house tests keep it out of src
})

test('the leaf kept beside a record is the hash of its canonical text', async () => {
  const w = await testWorld()
  const deed = { act: 'tea.pour', object: 'tea_1', before: null, after: { cups: 2 }, facts: { kind: '龙井' } }
  await transaction(w, async (i) => record(i, deed))
  const [row] = await all(w)
  if (!row) throw new Error('recorded')
  const { leaf, ...content } = row
  expect(leaf).toBe(leafHash(recordText(content)).toString('hex'))
})

test('of personal data only a salted commitment is kept, and it cannot be opened once its salts are erased', async () => {
  const w = await testWorld()
  const personal = { subject: 'con_1', values: { phone: '13812345678' } }
  await transaction(w, async (i) => record(i, { act: 'tea.member', object: 'con_1', personal }))
  const [row] = await all(w)
  if (!row) throw new Error('recorded')
  expect(recordText(row)).not.toContain('13812345678')
  const [salt] = await saltsOf(w, row.id)
  expect(salt && commitmentTo(salt.salt, '13812345678')).toBe(row.commitments['phone'])
  await transaction(w, (i) => eraseSalts(i, 'con_1'))
  expect(await saltsOf(w, row.id)).toEqual([])
  expect((await all(w))[0]).toEqual(row)
})

test('every record waits once for its number', async () => {
  const w = await testWorld()
  for (let n = 0; n < 5; n++) await transaction(w, async (i) => record(i, { act: 'tea.pour', object: `tea_${n}` }))
  expect(await waitingRecords(w)).toMatchObject({ waiting: 5 })
  const taken = await transaction(w, (i) => takeWaiting(i, 3))
  const rest = await transaction(w, (i) => takeWaiting(i, 10))
  expect([taken.length, rest.length]).toEqual([3, 2])
  expect(new Set([...taken, ...rest].map(({ record: id }) => id)).size).toBe(5)
})

test('nobody edits or deletes a record, not even the owner of the table', async () => {
  const w = await testWorld()
  await transaction(w, async (i) => record(i, { act: 'tea.pour', object: 'tea_1' }))
  const pool = w.db.pool
  await expect(pool.query(`update world.record set act = 'tea.other'`)).rejects.toThrow('permission denied')
  await expect(pool.query('set role none; delete from world.record')).rejects.toThrow('only grows')
})

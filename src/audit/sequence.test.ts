import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { merkleRoot } from '../base/merkle.ts'
import { waitingRecords } from '../world/records.ts'
import type { World } from '../world/world.ts'
import { readNote } from './readNote.ts'
import { sequence, sequenceWaiting } from './sequence.ts'
import { newestCheckpoint, readSize } from './store.ts'
import { writeRecords } from './testLog.ts'

const leavesOf = async (w: World): Promise<Buffer[]> =>
  (
    await w.db.pool.query<{ leaf: Buffer }>(
      'select r.leaf from audit.leaf l join world.record r on r.id = l.record order by l.number',
    )
  ).rows.map(({ leaf }) => leaf)

test('what waits gets its number, and the signed root is that of the leaves', async () => {
  const w = await testWorld()
  for (const count of [1, 300, 7, 700]) {
    await writeRecords(w, count)
    expect(await sequence(w)).toBe(count)
  }
  const checkpoint = await newestCheckpoint(w)
  const leaves = await leavesOf(w)
  expect(checkpoint?.size).toBe(1_008)
  expect(checkpoint?.root).toBe(merkleRoot(leaves).toString('hex'))
  expect(readNote(checkpoint?.note ?? '')?.root.toString('hex')).toBe(checkpoint?.root)
  expect(await waitingRecords(w)).toEqual({ waiting: 0, oldest: null })
})

test('two sequencers at once never both number: every number is given once and every record has one', async () => {
  const w = await testWorld()
  await writeRecords(w, 2_000)
  let done = 0
  for (let round = 0; done < 2_000 && round < 500; round++) {
    const both = await Promise.all([sequence(w, 100), sequence(w, 100), sequence(w, 100)])
    done += both.reduce((sum, n) => sum + n, 0)
  }
  expect(done).toBe(2_000)
  const { rows } = await w.db.pool.query(
    'select count(*)::int as count, max(number)::int as last, count(distinct record)::int as records from audit.leaf',
  )
  expect(rows[0]).toEqual({ count: 2_000, last: 1_999, records: 2_000 })
  expect((await newestCheckpoint(w))?.root).toBe(merkleRoot(await leavesOf(w)).toString('hex'))
})

test('while one sequencer is at work another leaves with nothing', async () => {
  const w = await testWorld()
  await writeRecords(w, 10)
  const other = await w.db.pool.connect()
  try {
    await other.query('begin')
    await other.query('select pg_advisory_xact_lock(4700003)')
    expect(await sequence(w)).toBe(0)
    await other.query('rollback')
  } finally {
    other.release()
  }
  expect(await sequence(w)).toBe(10)
})

test('a crash before the commit leaves the records waiting and the log as it was', async () => {
  const w = await testWorld()
  await writeRecords(w, 5)
  await sequence(w)
  const before = await newestCheckpoint(w)
  await writeRecords(w, 300)
  const dying: World = {
    ...w,
    keys: {
      ...w.keys,
      readOrMake: () => {
        throw new Error('the process dies here')
      },
    },
  }
  await expect(sequence(dying)).rejects.toThrow('dies here')
  expect([await readSize(w), await newestCheckpoint(w)]).toEqual([5, before])
  expect((await waitingRecords(w)).waiting).toBe(300)
  expect(await sequenceWaiting(w, 3)).toBe(300)
  expect((await newestCheckpoint(w))?.root).toBe(merkleRoot(await leavesOf(w)).toString('hex'))
})

test('not even the owner edits a leaf, a checkpoint or a hash in a tile', async () => {
  const w = await testWorld()
  await writeRecords(w, 3)
  await sequence(w)
  const refused = [
    `update audit.leaf set number = 9 where number = 0`,
    `delete from audit.leaf`,
    `update audit.checkpoint set note = ''`,
    `delete from audit.tile`,
    `update audit.tile set hashes = decode(repeat('00', 96), 'hex')`,
  ]
  const client = await w.db.pool.connect()
  try {
    await client.query('set role none')
    for (const statement of refused) await expect(client.query(statement), statement).rejects.toThrow(/only/)
  } finally {
    client.release(true)
  }
})

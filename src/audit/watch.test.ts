import { expect, test } from 'vitest'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { present } from '../base/assert.ts'
import { newId } from '../base/id.ts'
import { money } from '../base/money.ts'
import { post } from '../ledger/post.ts'
import { newPosting } from '../ledger/posting.ts'
import { collectProblems } from '../ledger/problems.ts'
import { prove } from '../ledger/prove.ts'
import { proveSome } from '../ledger/proveSome.ts'
import { transaction } from '../world/command.ts'
import { recordLeaf } from '../world/record.ts'
import { recordsOf } from '../world/records.ts'
import type { World } from '../world/world.ts'
import { sequenceWaiting } from './sequence.ts'
import { asSuperuser, writeRecords } from './testLog.ts'
import { checkAll, checkSlice, integrityOf } from './watch.ts'

const rowsOf = async (w: World): Promise<string[]> => (await integrityOf(w)).problems.map(({ row }) => row)
const firstOf = async (w: World, sql: string): Promise<string> =>
  String(Object.values((await w.db.pool.query<Record<string, unknown>>(sql)).rows[0] ?? {})[0])

async function book(w: World): Promise<void> {
  await transaction(w, (i) =>
    post(i, [
      newPosting(w, {
        object: newId('pay', w.now(), w.random),
        version: null,
        transfers: [
          {
            debit: { kind: 'wallet-receivable', owner: 'par_1', currency: 'CNY' },
            credit: { kind: 'merchant-pending', owner: 'mer_1', currency: 'CNY' },
            amount: money('CNY', 1_880n),
            clause: null,
            path: null,
            why: 'test',
          },
        ],
      }),
    ]),
  )
}

/** A log of some tiles with booked postings in it, and nothing wrong. */
async function soundWorld(records = 600): Promise<TestWorld> {
  const w = await testWorld()
  for (let n = 0; n < 3; n++) await book(w)
  await writeRecords(w, records)
  await sequenceWaiting(w, 5)
  await checkAll(w)
  expect((await integrityOf(w)).state).toBe('sound')
  return w
}

test('before the first full check nothing is called sound', async () => {
  const w = await testWorld()
  expect((await integrityOf(w)).state).toBe('checking')
  await checkSlice(w)
  expect((await integrityOf(w)).state).toBe('sound')
})

const numbered = `select record from audit.leaf join world.record r on r.id = record where number >= 300 and act = 'test.write' order by number limit 1`
const edits: [what: string, edit: (id: string) => string, row: (id: string) => string][] = [
  [
    'the facts of a record',
    (id) => `update world.record set facts = '{"n":1}' where id = '${id}'`,
    (id) => `world.record id=${id}`,
  ],
  [
    'a record with its leaf',
    (id) => `update world.record set act = 'x', leaf = sha256('x') where id = '${id}'`,
    (id) => `world.record id=${id}`,
  ],
  [
    'the moment of a record',
    (id) => `update world.record set at_ms = 1 where id = '${id}'`,
    (id) => `world.record id=${id}`,
  ],
  ['a record, taken out', (id) => `delete from world.record where id = '${id}'`, (id) => `world.record id=${id}`],
  ['a number of the log', () => `delete from audit.leaf where number = 300`, () => `audit.leaf number=300`],
  [
    'a hash of the tree',
    () => `update audit.tile set hashes = overlay(hashes placing sha256('x') from 33) where level = 0 and index = 1`,
    () => `audit.tile level=0 index=1`,
  ],
  ['a signed checkpoint', () => `update audit.checkpoint set root = sha256('x')`, () => `audit.checkpoint size=`],
  [
    'a posting of the books',
    () => `update ledger.journal set amount = amount + 1 where batch = 2`,
    () => `ledger.journal posting=`,
  ],
  [
    'a batch of the books with its hash',
    () => `update ledger.batch set hash = sha256('x') where number = 3`,
    () => `ledger.batch number=3`,
  ],
]
for (const [what, edit, row] of edits) {
  test(`whoever edits ${what} as superuser raises the alarm, and it names the row`, async () => {
    const w = await soundWorld()
    const id = await firstOf(w, numbered)
    await asSuperuser(w, edit(id))
    await checkSlice(w)
    const found = await rowsOf(w)
    expect(
      found.some((one) => one.startsWith(row(id))),
      found.join('\n'),
    ).toBe(true)
    expect((await integrityOf(w)).state).toBe('alarm')
    expect(await firstOf(w, `select count(*) from world.outbox where name = 'log.alarm'`)).toBe('1')
  })
}

test('a record slipped in past the log is found by the full check', async () => {
  const w = await soundWorld(10)
  await asSuperuser(
    w,
    `insert into world.record select '00000000-0000-7000-8000-000000000001', at_ms, actor, org, request, act, object,
       before_digest, after_digest, facts, commitments, leaf from world.record limit 1`,
  )
  await checkAll(w)
  expect(await rowsOf(w)).toEqual(['world.record id=00000000-0000-7000-8000-000000000001'])
})

test('the end of the books cut off together with the head is noticed', async () => {
  const w = await soundWorld(10)
  for (const statement of [
    `delete from ledger.journal where batch = 3`,
    `delete from ledger.posting where batch = 3`,
    `delete from ledger.batch where number = 3`,
    `update ledger.head set number = 2, hash = (select hash from ledger.batch where number = 2)`,
  ])
    await asSuperuser(w, statement)
  await checkSlice(w)
  expect(await rowsOf(w)).toContain('ledger.batch number=3')
})

test('an end of the books that was rewritten so that they prove right is still not what the log says', async () => {
  const w = await soundWorld(10)
  await asSuperuser(w, 'create table public.kept as select * from ledger.account')
  await asSuperuser(w, 'create table public.head as select * from ledger.head')
  await book(w)
  await sequenceWaiting(w, 1)
  for (const statement of [
    `delete from ledger.journal where batch = 4`,
    `delete from ledger.posting where batch = 4`,
    `delete from ledger.batch where number = 4`,
    `update ledger.head h set number = k.number, hash = k.hash from public.head k`,
    `update ledger.account a set debits_posted = k.debits_posted, credits_posted = k.credits_posted, seq = k.seq
       from public.kept k where k.id = a.id`,
  ])
    await asSuperuser(w, statement)
  w.pass(1_000)
  await book(w)
  expect((await prove(w)).problems).toEqual([])
  await checkSlice(w)
  expect(await rowsOf(w)).toEqual(['ledger.batch number=4'])
})

test('a record rewritten together with the leaf beside it does not deceive the tree', async () => {
  const w = await soundWorld()
  const id = await firstOf(w, numbered)
  const { leaf: _, ...row } = present((await recordsOf(w, [id]))[0], 'the record is there')
  const leaf = recordLeaf({ ...row, act: 'test.other' }).toString('hex')
  await asSuperuser(w, `update world.record set act = 'test.other', leaf = decode('${leaf}', 'hex') where id = '${id}'`)
  await checkSlice(w)
  expect(await rowsOf(w)).toEqual([`world.record id=${id}`])
})

test('the end of the log cut off is noticed', async () => {
  const w = await soundWorld(10)
  await asSuperuser(w, 'delete from audit.leaf where number > 5')
  await checkSlice(w)
  expect((await rowsOf(w)).some((row) => row.startsWith('audit.leaf number='))).toBe(true)
})

test('an alarm is told once, stays until a full check finds nothing, and both are recorded', async () => {
  const w = await soundWorld(10)
  const id = await firstOf(w, `select id from world.record where act = 'test.write' limit 1`)
  const facts = await firstOf(w, `select facts::text from world.record where id = '${id}'`)
  await asSuperuser(w, `update world.record set facts = '{}' where id = '${id}'`)
  await checkSlice(w)
  await checkSlice(w)
  await checkAll(w)
  expect(await firstOf(w, `select count(*) from world.record where act = 'audit.alarm'`)).toBe('1')
  await asSuperuser(w, `update world.record set facts = '${facts}' where id = '${id}'`)
  await checkSlice(w)
  expect((await integrityOf(w)).state).toBe('alarm')
  await checkAll(w)
  expect((await integrityOf(w)).state).toBe('sound')
  expect(await firstOf(w, `select object from world.record where act = 'audit.clear'`)).toBe(`world.record id=${id}`)
})

test('of large books each slice proves some batches and goes on after them', async () => {
  const w = await soundWorld(10)
  await asSuperuser(w, `update audit.progress set next = 1000000 where name = 'full'`)
  await checkSlice(w)
  expect(await rowsOf(w)).toEqual([])
  await asSuperuser(w, `update ledger.journal set why = 'other' where batch = 3`)
  const problems = collectProblems(10)
  expect(await proveSome(w, 0n, 2n, problems)).toBe(2n)
  expect(problems.list).toEqual([])
  expect(await proveSome(w, 2n, 2n, problems)).toBe(0n)
  expect(problems.list.map(({ row }) => row)).toContain('ledger.batch number=3')
  await checkSlice(w)
  expect((await rowsOf(w)).some((row) => row.startsWith('ledger.journal posting='))).toBe(true)
})

test('slices go round the whole log, however long it is', async () => {
  const w = await soundWorld(25_000)
  const id = await firstOf(w, numbered.replace('300', '24000'))
  await asSuperuser(w, `update world.record set facts = '{}' where id = '${id}'`)
  await checkSlice(w)
  expect(await rowsOf(w)).toEqual([])
  await checkSlice(w)
  expect(await rowsOf(w)).toEqual([`world.record id=${id}`])
})

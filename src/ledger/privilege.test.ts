import pg from 'pg'
import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { book, move, posting, tea, wallet } from './testing.ts'

const changes = [
  'update ledger.journal set amount = 0',
  'update ledger.posting set outcome = outcome',
  'update ledger.batch set hash = hash',
  ...['journal', 'posting', 'batch', 'account', 'hold'].flatMap((table) => [
    `delete from ledger.${table}`,
    `truncate ledger.${table}`,
  ]),
]

test('the application may add to the books and move balances, nothing else', async () => {
  const w = await testWorld()
  await book(w, posting(w, move(wallet, tea, 5n)))
  const more = [
    "update ledger.account set owner = 'mer_thief'",
    "update ledger.account set kind = 'loss'",
    'update ledger.hold set amount = 0',
    'delete from ledger.head',
    "insert into ledger.head (shard, number, hash) values (1, 0, sha256('x'))",
    'alter table ledger.journal disable trigger only_grows',
  ]
  for (const sql of [...changes, ...more]) {
    await expect(w.db.pool.query(sql), sql).rejects.toMatchObject({ code: '42501' })
  }
})

test('even the owner of the tables is refused while the triggers are on', async () => {
  const w = await testWorld()
  await book(w, posting(w, move(wallet, tea, 5n)))
  const owner = new pg.Client({ connectionString: w.db.url })
  await owner.connect()
  try {
    for (const sql of changes) await expect(owner.query(sql), sql).rejects.toThrow('only grows')
  } finally {
    await owner.end()
  }
})

test('the database itself refuses an overdrawn account and an unbalanced row', async () => {
  const w = await testWorld()
  await book(w, posting(w, move(wallet, tea, 5n)))
  const overdraw = "update ledger.account set debits_posted = 6 where kind = 'merchant-pending'"
  await expect(w.db.pool.query(overdraw)).rejects.toMatchObject({ code: '23514', constraint: 'debits_covered' })
  const oneLeg = `insert into ledger.journal select shard, posting, 1, batch, 1, at_ms, kind, debit, 2, 0, debit, 2, 0, 5, null, null,
    object, version, clause, path, why from ledger.journal`
  await expect(w.db.pool.query(oneLeg)).rejects.toMatchObject({ code: '23514' })
})

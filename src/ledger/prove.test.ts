import pg from 'pg'
import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { newUuid } from '../base/id.ts'
import { transaction } from '../world/command.ts'
import type { World } from '../world/world.ts'
import { balanceOf } from './balances.ts'
import { post } from './post.ts'
import { prove } from './prove.ts'
import { bank, book, income, move, noodles, posting, tea, wallet } from './testing.ts'

// A small day with all there is: captures, a refusal, holds in every state, several postings in a batch.
async function day() {
  const w = await testWorld()
  const [settled, voided, open] = [1, 2, 3].map(() => newUuid(w.now(), w.random))
  const capture = posting(w, move(wallet, tea, 10_000n), move(tea, income, 38n))
  const refused = posting(w, move(noodles, bank, 1n))
  await book(w, capture, refused, posting(w, move(bank, wallet, 9_000n)))
  await book(w, posting(w, move(tea, bank, 500n, { kind: 'hold', hold: settled })))
  await book(w, posting(w, move(tea, bank, 600n, { kind: 'hold', hold: voided })))
  await book(w, posting(w, move(tea, bank, 700n, { kind: 'hold', hold: open })))
  await book(w, posting(w, move(tea, bank, 400n, { kind: 'settle', hold: settled })))
  await book(w, posting(w, move(tea, bank, 600n, { kind: 'void', hold: voided })))
  return { w, capture: capture.id, refused: refused.id, open: open ?? '', settled: settled ?? '' }
}

// What somebody with the database's own password could do, with the triggers switched off.
async function tamper(w: World, sql: string): Promise<number> {
  const client = new pg.Client({ connectionString: w.db.url })
  await client.connect()
  try {
    await client.query('set session_replication_role = replica')
    return (await client.query(sql)).rowCount ?? 0
  } finally {
    await client.end()
  }
}

test('empty books prove', async () => {
  const w = await testWorld()
  expect(await prove(w)).toMatchObject({ holds: true, problems: [], counts: { accounts: 0 } })
})

test('a day with captures, refusals and holds proves', async () => {
  const { w } = await day()
  const counts = { accounts: 5, postings: 8, transfers: 8, holds: 3, batches: 6 }
  expect(await prove(w)).toEqual({ holds: true, at: w.now(), problems: [], counts })
})

const here = "posting = '{capture}' and position = 0"
const lines: [string, string, string][] = [
  [
    'an amount',
    `update ledger.journal set amount = amount + 1 where ${here}`,
    'ledger.journal posting={capture} position=0',
  ],
  [
    'a balance',
    `update ledger.journal set credit_balance = 7 where ${here}`,
    'ledger.journal posting={capture} position=0',
  ],
  ['a number', `update ledger.journal set debit_seq = 99 where ${here}`, 'ledger.journal posting={capture} position=0'],
  ['a reason', `update ledger.journal set why = 'gift' where ${here}`, 'ledger.journal posting={capture}'],
  ['a clause', `update ledger.journal set clause = null where ${here}`, 'ledger.journal posting={capture}'],
  [
    'a path',
    `update ledger.journal set path = '/clauses/fees/rules/1' where ${here}`,
    'ledger.journal posting={capture}',
  ],
  ['an object', `update ledger.journal set object = 'pay_2' where ${here}`, 'ledger.journal posting={capture}'],
  ['a version', `update ledger.journal set version = null where ${here}`, 'ledger.journal posting={capture}'],
  ['a moment', `update ledger.journal set at_ms = at_ms - 1 where ${here}`, 'ledger.batch number=1'],
  [
    'the legs',
    `update ledger.journal set debit = credit, credit = debit where ${here}`,
    'ledger.journal posting={capture}',
  ],
  ['a row away', `delete from ledger.journal where ${here}`, 'ledger.journal posting={capture}'],
  [
    'a row to another batch',
    `update ledger.journal set batch = 99 where ${here}`,
    'ledger.journal posting={capture} position=0',
  ],
  [
    'a posting away',
    "delete from ledger.posting where id = '{capture}'",
    'ledger.journal posting={capture} position=0',
  ],
  ['a refusal away', "delete from ledger.posting where id = '{refused}'", 'ledger.batch number=1'],
  [
    'an answer',
    "update ledger.posting set outcome = 'posted' where id = '{refused}'",
    'ledger.journal posting={refused}',
  ],
  [
    'a digest',
    "update ledger.posting set digest = sha256('x') where id = '{capture}'",
    'ledger.journal posting={capture}',
  ],
  [
    'a stored sum',
    "update ledger.account set debits_posted = debits_posted + 1 where kind = 'wallet-receivable'",
    'ledger.account id={wallet}',
  ],
  [
    'a pending sum',
    "update ledger.account set credits_pending = 1 where kind = 'wallet-receivable'",
    'ledger.account id={wallet}',
  ],
  [
    'a sequence',
    "update ledger.account set seq = seq + 1 where kind = 'wallet-receivable'",
    'ledger.account id={wallet}',
  ],
  ['a floor', "update ledger.account set flags = 0 where owner = 'mer_tea'", 'ledger.account id={tea}'],
  [
    'an owner',
    "update ledger.account set owner = 'mer_thief' where owner = 'mer_tea'",
    'ledger.journal posting={capture}',
  ],
  [
    'an account away',
    "delete from ledger.account where kind = 'wallet-receivable'",
    'ledger.journal posting={capture}',
  ],
  ['a hold', "update ledger.hold set amount = 701 where id = '{open}'", 'ledger.hold id={open}'],
  [
    'a hold back to open',
    "update ledger.hold set state = 'open', settled = 0 where id = '{settled}'",
    'ledger.hold id={settled}',
  ],
  ['a hold away', "delete from ledger.hold where id = '{open}'", 'ledger.hold id={open}'],
  ['a hash', "update ledger.batch set hash = sha256('x') where number = 2", 'ledger.batch number=2'],
  ['a batch away', 'delete from ledger.batch where number = 3', 'ledger.batch number=4'],
  ['a count', 'update ledger.batch set transfers = 9 where number = 1', 'ledger.batch number=1'],
  ['the head', 'update ledger.head set number = number + 1', 'ledger.head shard=0'],
]

test.for(lines)('changing %s is found and named', async ([, sql, row]) => {
  const { w, ...ids } = await day()
  const accounts = { wallet: `${(await balanceOf(w, wallet)).id}`, tea: `${(await balanceOf(w, tea)).id}` }
  const names: Record<string, string> = { ...ids, ...accounts }
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => names[name] ?? '')
  expect(await tamper(w, fill(sql))).toBe(1)
  const proof = await prove(w)
  expect(proof.holds).toBe(false)
  expect(proof.problems.map((problem) => problem.row)).toContain(fill(row))
  expect(proof.problems.every(({ zh, en }) => /\p{Script=Han}/u.test(zh) && /^[\x20-\x7e]+$/.test(en))).toBe(true)
})

test('a row added behind the books is found', async () => {
  const { w } = await day()
  const added = await tamper(
    w,
    `insert into ledger.journal select shard, '0198c000-0000-7000-8000-000000000001', 0, 77, 0, at_ms,
    'direct', debit, 50, 0, credit, 50, 0, 5, null, null, object, version, clause, path, why from ledger.journal limit 1`,
  )
  expect(added).toBe(1)
  const { problems } = await prove(w)
  expect(problems.map((problem) => problem.row)).toContain(
    'ledger.journal posting=0198c000-0000-7000-8000-000000000001 position=0',
  )
})

test('rounding that is not zero is a problem', async () => {
  const w = await testWorld()
  await book(w, posting(w, move({ kind: 'rounding', owner: 'ins_yunhui', currency: 'CNY' }, income, 1n)))
  expect((await prove(w)).problems).toMatchObject([{ en: expect.stringContaining('rounding is not zero') }])
})

test('the proof looks at one moment while others go on booking', async () => {
  const w = await testWorld()
  const book50 = Promise.all(
    Array.from({ length: 50 }, () =>
      transaction(w, (i) => post(i, [posting(i, move(wallet, tea, 5n), move(tea, income, 1n))])),
    ),
  )
  const proofs = await Promise.all(Array.from({ length: 5 }, () => prove(w)))
  await book50
  expect(proofs.flatMap((proof) => proof.problems)).toEqual([])
  expect(await prove(w)).toMatchObject({ holds: true, counts: { transfers: 100 } })
})

test('a thousand problems are told in a hundred', async () => {
  const w = await testWorld()
  for (let round = 0; round < 3; round++)
    await book(w, ...Array.from({ length: 50 }, () => posting(w, move(wallet, tea, 5n))))
  await tamper(w, 'update ledger.journal set debit_balance = 0, why = why || 1')
  expect((await prove(w)).problems).toHaveLength(100)
})

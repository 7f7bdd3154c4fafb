import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { newUuid } from '../base/id.ts'
import { money } from '../base/money.ts'
import { hourMs } from '../base/time.ts'
import { accountKinds } from './account.ts'
import { balanceOf, balancesOf, trialBalance } from './balances.ts'
import { newPosting } from './posting.ts'
import { entriesOf, postingsOf } from './statement.ts'
import { bank, book, income, move, noodles, posting, standing, tea, wallet } from './testing.ts'

const cny = (minor: bigint) => money('CNY', minor)

test("an account's history pages backwards and every line carries the balance after it", async () => {
  const w = await testWorld()
  for (let nth = 1n; nth <= 5n; nth++) await book(w, posting(w, move(wallet, tea, nth * 100n), move(tea, income, nth)))
  const id = (await balanceOf(w, tea)).id ?? 0n
  const first = await entriesOf(w, id, { limit: 4 })
  const second = await entriesOf(w, id, { limit: 100, cursor: first.next })
  expect([first.next, second.next]).toEqual(['7', null])
  const all = [...first.items, ...second.items]
  expect(all.map((entry) => entry.sequence)).toEqual([10n, 9n, 8n, 7n, 6n, 5n, 4n, 3n, 2n, 1n])
  expect(all.map((entry) => entry.balance.minor)).toEqual([1485n, 1490n, 990n, 994n, 594n, 597n, 297n, 299n, 99n, 100n])
  expect(all[0]).toMatchObject({
    side: 'debit',
    other: income,
    amount: cny(5n),
    clause: 'fees',
    path: '/clauses/fees/rules/0',
  })
  expect(all[1]).toMatchObject({
    side: 'credit',
    other: wallet,
    object: 'pay_1',
    version: 'ab'.repeat(32),
    at: w.now(),
  })
  expect(first.account).toMatchObject({ key: tea, posted: cny(1485n) })
})

test.for([{ limit: 0 }, { limit: 101 }, { limit: 1.5 }, { cursor: 'x' }, { cursor: '0' }, { cursor: '1'.repeat(30) }])(
  'a bad page %j is a fault',
  async (page) => {
    const w = await testWorld()
    await expect(entriesOf(w, 1n, page)).rejects.toMatchObject({ code: 'ledger.bad_page', status: 400 })
    await expect(balancesOf(w, {}, page)).rejects.toMatchObject({ code: 'ledger.bad_page' })
  },
)

test('the history of an account that is not there is a fault', async () => {
  const w = await testWorld()
  await expect(entriesOf(w, 404n)).rejects.toMatchObject({ code: 'ledger.unknown_account', status: 404 })
})

test('what was booked for an object is told in order, with both accounts, clause and path', async () => {
  const w = await testWorld()
  await book(w, posting(w, move(wallet, tea, 1_000n), move(tea, income, 4n, { why: 'merchant-fee' })))
  const other = newPosting(w, { object: 'rfd_1', version: null, transfers: [move(tea, wallet, 10n)] })
  await book(w, other, posting(w, move(tea, income, 1n, { why: 'correction' })))
  const rows = await postingsOf(w, 'pay_1')
  expect(
    rows.map((row) => [row.why, row.debit.key, row.credit.key, row.amount.minor, row.credit.balance.minor]),
  ).toEqual([
    ['capture', wallet, tea, 1_000n, 1_000n],
    ['merchant-fee', tea, income, 4n, 4n],
    ['correction', tea, income, 1n, 5n],
  ])
  expect(rows[2]?.debit.balance).toEqual(cny(985n))
  expect(await postingsOf(w, 'rfd_1')).toMatchObject([{ posting: other.id, version: null, batch: 2n }])
})

test('the trial balance balances in every currency, now and as of any moment', async () => {
  const w = await testWorld()
  const morning = w.now()
  await book(w, posting(w, move(wallet, tea, 1_000n), move(tea, income, 4n)))
  w.pass(hourMs)
  const yen = { kind: 'merchant-pending', owner: 'mer_tea', currency: 'JPY' } as const
  await book(w, posting(w, move({ ...wallet, currency: 'JPY' }, yen, 70n)), posting(w, move(bank, wallet, 600n)))
  await book(w, posting(w, move(wallet, noodles, 5n, { kind: 'hold', hold: newUuid(w.now(), w.random) })))
  await book(
    w,
    posting(
      w,
      move({ kind: 'meter', owner: 'm', currency: 'CNY' }, { kind: 'meter-source', owner: 'm', currency: 'CNY' }, 9n),
    ),
  )
  const now = await trialBalance(w)
  expect(now.rows.map((row) => [row.kind, row.currency, row.accounts, row.balance.minor])).toEqual([
    ['wallet-receivable', 'CNY', 1, 400n],
    ['wallet-receivable', 'JPY', 1, 70n],
    ['merchant-pending', 'CNY', 2, 996n],
    ['merchant-pending', 'JPY', 1, 70n],
    ['fee-income', 'CNY', 1, 4n],
    ['safeguarded-bank', 'CNY', 1, 600n],
  ])
  expect(now.totals).toEqual([
    { currency: 'CNY', debits: cny(1_604n), credits: cny(1_604n) },
    { currency: 'JPY', debits: money('JPY', 70n), credits: money('JPY', 70n) },
  ])
  expect(await trialBalance(w, w.now())).toEqual(now)
  const then = await trialBalance(w, morning)
  expect(then.rows.map((row) => [row.kind, row.balance.minor])).toEqual([
    ['wallet-receivable', 1_000n],
    ['merchant-pending', 996n],
    ['fee-income', 4n],
  ])
  expect([then.balanced, now.balanced]).toEqual([true, true])
  expect((await trialBalance(w, morning - 1)).rows).toEqual([])
})

test('accounts are listed by owner, kind and currency, page by page', async () => {
  const w = await testWorld()
  const shops = Array.from({ length: 7 }, (_, nth) => ({ ...tea, owner: `mer_${nth}` }))
  await book(w, posting(w, ...shops.map((shop) => move(wallet, shop, 3n))))
  const page = await balancesOf(w, { kind: 'merchant-pending' }, { limit: 5 })
  const rest = await balancesOf(w, { kind: 'merchant-pending' }, { limit: 5, cursor: page.next })
  expect([page.items.length, rest.items.length, rest.next]).toEqual([5, 2, null])
  expect(await balancesOf(w, { owner: 'par_alipay' })).toMatchObject({
    items: [{ key: wallet, posted: cny(21n) }],
    next: null,
  })
  expect((await balancesOf(w, { currency: 'USD' })).items).toEqual([])
  expect(await standing(w, shops[6] ?? tea)).toBe(3n)
})

test('every kind of account has a name and a meaning in both languages', () => {
  for (const { zh, en, means } of Object.values(accountKinds)) {
    expect([zh, means.zh].every((text) => /\p{Script=Han}/u.test(text))).toBe(true)
    expect([en, means.en].every((text) => /^[\x20-\x7e]+$/.test(text))).toBe(true)
  }
  const clientMoney = Object.entries(accountKinds).filter(
    ([, row]) => row.group === 'liability' && row.floor === 'zero',
  )
  expect(clientMoney.map(([kind]) => kind)).toEqual([
    'merchant-pending',
    'merchant-payable',
    'reserve-held',
    'campaign-budget',
    'consumer-balance',
  ])
})

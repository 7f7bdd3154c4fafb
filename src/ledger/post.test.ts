import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { newUuid } from '../base/id.ts'
import { minorMax, money } from '../base/money.ts'
import { transaction } from '../world/command.ts'
import { type AccountKey, accountText } from './account.ts'
import { closeAccount, limitAccount, reopenAccount } from './accountRules.ts'
import { balanceOf } from './balances.ts'
import { lockBalances } from './lock.ts'
import { post } from './post.ts'
import { prove } from './prove.ts'
import { postingsOf } from './statement.ts'
import { bank, book, income, move, noodles, posting, standing, tea, wallet } from './testing.ts'

const refused = (id: string, because: string, account?: AccountKey) => ({
  outcome: 'refused',
  id,
  because,
  ...(account && { account }),
})

test('a captured payment stands on the wallet, the merchant and the fee', async () => {
  const w = await testWorld()
  const capture = posting(w, move(wallet, tea, 10_000n), move(tea, income, 38n, { why: 'merchant-fee' }))
  expect(await book(w, capture)).toEqual([{ outcome: 'posted', id: capture.id }])
  expect([await standing(w, wallet), await standing(w, tea), await standing(w, income)]).toEqual([10_000n, 9_962n, 38n])
  expect(await prove(w)).toMatchObject({ holds: true, counts: { transfers: 2, accounts: 3, batches: 1 } })
})

test('a replay is answered as the first was and moves nothing, whoever sends it and when', async () => {
  const w = await testWorld()
  const capture = posting(w, move(wallet, tea, 500n))
  const later = { ...capture, at: capture.at + 60_000 }
  const answers = await Promise.all(Array.from({ length: 20 }, (_, nth) => book(w, nth % 2 ? capture : later)))
  expect(answers.flat()).toEqual(Array(20).fill({ outcome: 'posted', id: capture.id }))
  expect(await book(w, capture, capture)).toEqual(Array(2).fill({ outcome: 'posted', id: capture.id }))
  expect(await standing(w, tea)).toBe(500n)
  expect((await prove(w)).counts).toMatchObject({ postings: 1, transfers: 1, batches: 1 })
})

test.for([
  ['another amount', { transfers: [move(wallet, tea, 501n)] }],
  ['another account', { transfers: [move(wallet, noodles, 500n)] }],
  ['another object', { object: 'pay_2' }],
  ['another version', { version: null }],
  ['another clause', { transfers: [move(wallet, tea, 500n, { clause: 'limits' })] }],
  ['one transfer more', { transfers: [move(wallet, tea, 500n), move(tea, income, 1n)] }],
] as const)('the same id with %s is refused and moves nothing', async ([, change]) => {
  const w = await testWorld()
  const first = posting(w, move(wallet, tea, 500n))
  const other = { ...first, ...change }
  expect(await book(w, first, other)).toEqual([
    { outcome: 'posted', id: first.id },
    refused(first.id, 'duplicate-differs'),
  ])
  expect(await book(w, other)).toEqual([refused(first.id, 'duplicate-differs')])
  expect(await standing(w, tea)).toBe(500n)
})

test('the same id with other accounts, sent by many at once, is booked once and refused to the rest', async () => {
  const w = await testWorld()
  const id = newUuid(w.now(), w.random)
  const shops = Array.from({ length: 12 }, (_, nth): AccountKey => ({ ...tea, owner: `mer_${nth}` }))
  const own = (nth: number): AccountKey => ({ ...wallet, owner: `par_${nth}` })
  const all = shops.map((shop, nth) => book(w, { ...posting(w, move(own(nth), shop, 5n)), id }))
  const answers = (await Promise.all(all)).flat()
  expect(answers.filter((answer) => answer.outcome === 'posted')).toHaveLength(1)
  expect(
    answers.filter((answer) => answer.outcome === 'refused' && answer.because === 'duplicate-differs'),
  ).toHaveLength(11)
  expect(await prove(w)).toMatchObject({ holds: true, counts: { transfers: 1 } })
})

test('client money cannot be overdrawn, and one refusal does not fail its neighbours', async () => {
  const w = await testWorld()
  const [first, over, last] = [move(wallet, tea, 100n), move(tea, bank, 101n), move(wallet, noodles, 7n)].map((one) =>
    posting(w, one),
  )
  if (!first || !over || !last) throw new Error('three postings')
  const answers = await book(w, first, over, last)
  expect(answers).toEqual([
    { outcome: 'posted', id: first.id },
    refused(over.id, 'insufficient', tea),
    { outcome: 'posted', id: last.id },
  ])
  expect([await standing(w, tea), await standing(w, noodles), await standing(w, bank)]).toEqual([100n, 7n, 0n])
})

test('a refused posting keeps its answer, even when it could be booked by now', async () => {
  const w = await testWorld()
  const refund = posting(w, move(tea, wallet, 100n, { why: 'refund' }))
  expect(await book(w, refund)).toEqual([refused(refund.id, 'insufficient', tea)])
  await book(w, posting(w, move(wallet, tea, 1_000n)))
  expect(await book(w, refund)).toEqual([refused(refund.id, 'insufficient', tea)])
  expect(await standing(w, tea)).toBe(1_000n)
  expect((await prove(w)).problems).toEqual([])
})

test('the transfers of a posting stand or fall together', async () => {
  const w = await testWorld()
  const half = posting(w, move(wallet, noodles, 50n), move(tea, income, 1n))
  expect(await book(w, half)).toEqual([refused(half.id, 'insufficient', tea)])
  expect([await standing(w, wallet), await standing(w, noodles)]).toEqual([0n, 0n])
  expect(await postingsOf(w, 'pay_1')).toEqual([])
})

test('inside a posting the order of transfers does not matter, only what it leaves behind', async () => {
  const w = await testWorld()
  const feeFirst = posting(w, move(tea, income, 38n), move(wallet, tea, 10_000n))
  expect(await book(w, feeFirst)).toEqual([{ outcome: 'posted', id: feeFirst.id }])
  expect(await standing(w, tea)).toBe(9_962n)
  expect((await prove(w)).problems).toEqual([])
})

test('a wallet that reaches its agreed credit takes nothing more and gives back as before', async () => {
  const w = await testWorld()
  await transaction(w, (i) => limitAccount(i, wallet, money('CNY', 1_000n)))
  const [fits, over] = [posting(w, move(wallet, tea, 1_000n)), posting(w, move(wallet, tea, 1n))]
  expect(await book(w, fits, over)).toEqual([{ outcome: 'posted', id: fits.id }, refused(over.id, 'limit', wallet)])
  await transaction(w, (i) => limitAccount(i, wallet, money('CNY', 400n)))
  const [back, still] = [posting(w, move(tea, wallet, 300n)), posting(w, move(wallet, tea, 1n))]
  expect(await book(w, back, still)).toEqual([{ outcome: 'posted', id: back.id }, refused(still.id, 'limit', wallet)])
  await transaction(w, (i) => limitAccount(i, wallet, null))
  expect((await book(w, posting(w, move(wallet, tea, 9_999n))))[0]?.outcome).toBe('posted')
})

test('a closed account takes part in nothing until it is opened again', async () => {
  const w = await testWorld()
  await transaction(w, (i) => closeAccount(i, tea))
  const late = posting(w, move(wallet, tea, 5n))
  expect(await book(w, late)).toEqual([refused(late.id, 'closed', tea)])
  await transaction(w, (i) => reopenAccount(i, tea))
  expect((await book(w, posting(w, move(wallet, tea, 5n))))[0]?.outcome).toBe('posted')
  expect(await prove(w)).toMatchObject({ holds: true })
})

test('an account that is full to 64 bits refuses, as a limit, instead of breaking', async () => {
  const w = await testWorld()
  const [full, more] = [posting(w, move(wallet, tea, minorMax)), posting(w, move(wallet, tea, 1n))]
  expect(await book(w, full, more)).toEqual([{ outcome: 'posted', id: full.id }, refused(more.id, 'limit', wallet)])
  expect(await standing(w, tea)).toBe(minorMax)
})

test('50 payments at once never pass a day limit by one cent, and use it to the last', async () => {
  const w = await testWorld()
  const limit = 30_000n
  const meter: AccountKey = { kind: 'meter', owner: 'par_alipay/limits/day/2026-07-01', currency: 'CNY' }
  const source: AccountKey = { kind: 'meter-source', owner: 'par_alipay', currency: 'CNY' }
  let attempts = 0
  const pay = (amount: bigint) =>
    transaction(w, async (i) => {
      attempts++
      const used = (await lockBalances(i, [meter])).get(accountText(meter))?.posted.minor ?? -1n
      if (used + amount > limit) return 'over'
      const count: AccountKey = { ...meter, owner: `${meter.owner}#count` }
      const rows = [move(wallet, tea, amount), move(meter, source, amount), move(count, source, 1n)]
      return (await post(i, [posting(i, ...rows)]))[0]?.outcome
    })
  const answers = await Promise.all(Array.from({ length: 50 }, () => pay(1_000n)))
  expect(answers.filter((answer) => answer === 'posted')).toHaveLength(30)
  expect(answers.filter((answer) => answer === 'over')).toHaveLength(20)
  expect(attempts).toBe(50)
  expect([await standing(w, meter), await standing(w, tea)]).toEqual([limit, limit])
  expect(await standing(w, { ...meter, owner: `${meter.owner}#count` })).toBe(30n)
  expect(await prove(w)).toMatchObject({ holds: true })
})

test('50 refunds at once never take more than the merchant has', async () => {
  const w = await testWorld()
  await book(w, posting(w, move(wallet, tea, 1_050n)))
  const answers = await Promise.all(Array.from({ length: 50 }, () => book(w, posting(w, move(tea, wallet, 100n)))))
  expect(answers.flat().filter((answer) => answer.outcome === 'posted')).toHaveLength(10)
  expect(await standing(w, tea)).toBe(50n)
  expect(await prove(w)).toMatchObject({ holds: true, counts: { batches: 51, postings: 51, transfers: 11 } })
})

test('many who meet on the same accounts, there or not yet, wait in one order and never block each other', async () => {
  const w = await testWorld()
  const shops = Array.from({ length: 8 }, (_, nth): AccountKey => ({ ...tea, owner: `mer_${nth}` }))
  let attempts = 0
  const all = Array.from({ length: 80 }, (_, nth) => {
    const inOrder = nth % 2 ? shops : [...shops].reverse()
    return transaction(w, (i) => {
      attempts++ // a deadlock would make PostgreSQL end one of them, and `transaction` run it again
      const own = { ...wallet, owner: `par_${nth}` }
      return post(i, [posting(i, ...inOrder.map((shop) => move(own, shop, 10n)))])
    })
  })
  expect((await Promise.all(all)).flat().every((answer) => answer.outcome === 'posted')).toBe(true)
  expect(attempts).toBe(80)
  expect(await Promise.all(shops.map((shop) => standing(w, shop)))).toEqual(Array(8).fill(800n))
  expect(await prove(w)).toMatchObject({ holds: true, counts: { accounts: 88, batches: 80 } })
})

test('who reads a meter before posting and who posts at once do not block each other', async () => {
  const w = await testWorld()
  const meter: AccountKey = { kind: 'meter', owner: 'par_alipay/fees/merchant/2026-07', currency: 'CNY' }
  const source: AccountKey = { kind: 'meter-source', owner: 'par_alipay', currency: 'CNY' }
  let attempts = 0
  const all = Array.from({ length: 60 }, (_, nth) =>
    transaction(w, async (i) => {
      attempts++
      if (nth % 2) await lockBalances(i, [meter])
      return post(i, [posting(i, move(wallet, tea, 10n), move(tea, income, 1n), move(meter, source, 10n))])
    }),
  )
  expect((await Promise.all(all)).flat().every((answer) => answer.outcome === 'posted')).toBe(true)
  expect([attempts, await standing(w, meter)]).toEqual([60, 600n])
})

test('a transaction that fails afterwards takes its postings and its batch number back', async () => {
  const w = await testWorld()
  const fail = transaction(w, async (i) => {
    await post(i, [posting(i, move(wallet, tea, 5n))])
    throw new Error('our own mistake')
  })
  await expect(fail).rejects.toThrow('our own mistake')
  await book(w, posting(w, move(wallet, tea, 7n)))
  expect(await standing(w, tea)).toBe(7n)
  expect(await prove(w)).toMatchObject({ holds: true, counts: { batches: 1 } })
})

test('a transfer that makes no sense is our own mistake and nothing is written', async () => {
  const w = await testWorld()
  const wrongs = {
    'a negative amount': { amount: money('CNY', -1n) },
    'another currency': { amount: money('JPY', 1n) },
    'one account twice': { debit: tea },
    'an owner with a NUL': { debit: { ...wallet, owner: 'par\0' } },
    'an owner with half a letter': { debit: { ...wallet, owner: 'par\ud800' } },
    'no reason': { why: '' },
    'a hold without its name': { kind: 'hold' },
    'a direct transfer with a hold': { hold: '0198c000-0000-7000-8000-000000000000' },
  } as const
  for (const [name, wrong] of Object.entries(wrongs)) {
    await expect(book(w, posting(w, move(wallet, tea, 5n, wrong))), name).rejects.toThrow('assertion failed')
  }
  await expect(book(w, { ...posting(w, move(wallet, tea, 5n)), id: 'pay_1' })).rejects.toThrow('UUID version 7')
  await expect(book(w, posting(w))).rejects.toThrow('1 to 100 transfers')
  expect((await prove(w)).counts).toMatchObject({ accounts: 0, batches: 0 })
})

test('an account nobody booked on stands at nothing', async () => {
  const w = await testWorld()
  expect(await balanceOf(w, tea)).toMatchObject({ id: null, sequence: 0n, posted: money('CNY', 0n), closed: false })
})

import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { money } from '../base/money.ts'
import { transaction } from '../world/command.ts'
import type { World } from '../world/world.ts'
import type { AccountKey } from './account.ts'
import { lockBalances } from './lock.ts'
import { post } from './post.ts'
import { newPosting, type Posting, type Transfer } from './posting.ts'

const wallet: AccountKey = { kind: 'wallet-receivable', owner: 'par_alipay', currency: 'CNY' }
const pending: AccountKey = { kind: 'merchant-pending', owner: 'mer_tea', currency: 'CNY' }
const income: AccountKey = { kind: 'fee-income', owner: 'ins_yunhui', currency: 'CNY' }

const move = (debit: AccountKey, credit: AccountKey, minor: bigint, more: Partial<Transfer> = {}): Transfer => ({
  debit, credit, amount: money('CNY', minor), clause: 'fees', path: '/clauses/fees/rules/0', why: 'capture', ...more,
})
const posting = (w: World, ...transfers: Transfer[]): Posting =>
  newPosting(w, { object: 'pay_1', version: null, transfers })
const book = (w: World, ...postings: Posting[]) => transaction(w, (i) => post(i, postings))
const standing = async (w: World, key: AccountKey): Promise<bigint> =>
  (await transaction(w, (i) => lockBalances(i, [key]))).values().next().value?.posted.minor ?? -1n

test('a captured payment stands on the wallet, the merchant and the fee', async () => {
  const w = await testWorld()
  const capture = posting(w, move(wallet, pending, 10_000n), move(pending, income, 38n, { why: 'merchant-fee' }))
  expect(await book(w, capture)).toEqual([{ outcome: 'posted', id: capture.id }])
  expect([await standing(w, wallet), await standing(w, pending), await standing(w, income)]).toEqual([10_000n, 9_962n, 38n])
})

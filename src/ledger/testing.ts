import { money } from '../base/money.ts'
import { transaction } from '../world/command.ts'
import type { World } from '../world/world.ts'
import type { AccountKey } from './account.ts'
import { balanceOf } from './balances.ts'
import { post } from './post.ts'
import { type Booked, newPosting, type Posting, type Transfer } from './posting.ts'

// Accounts of one small day, for the tests of this folder.
export const wallet: AccountKey = { kind: 'wallet-receivable', owner: 'par_alipay', currency: 'CNY' }
export const tea: AccountKey = { kind: 'merchant-pending', owner: 'mer_tea', currency: 'CNY' }
export const noodles: AccountKey = { kind: 'merchant-pending', owner: 'mer_noodles', currency: 'CNY' }
export const income: AccountKey = { kind: 'fee-income', owner: 'ins_yunhui', currency: 'CNY' }
export const bank: AccountKey = { kind: 'safeguarded-bank', owner: 'ins_yunhui', currency: 'CNY' }

export const move = (debit: AccountKey, credit: AccountKey, minor: bigint, more: Partial<Transfer> = {}): Transfer => ({
  debit,
  credit,
  amount: money(debit.currency, minor),
  clause: 'fees',
  path: '/clauses/fees/rules/0',
  why: 'capture',
  ...more,
})

export const posting = (w: World, ...transfers: Transfer[]): Posting =>
  newPosting(w, { object: 'pay_1', version: 'ab'.repeat(32), transfers })

export const book = (w: World, ...postings: Posting[]): Promise<Booked[]> => transaction(w, (i) => post(i, postings))

export const standing = async (w: World, key: AccountKey): Promise<bigint> => (await balanceOf(w, key)).posted.minor

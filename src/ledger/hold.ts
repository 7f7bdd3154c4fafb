import { present } from '../base/assert.ts'
import { type Money, money } from '../base/money.ts'
import type { Instant } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import type { World } from '../world/world.ts'
import type { AccountKey } from './account.ts'
import { ledgerFaults } from './errors.ts'
import { post } from './post.ts'
import { newPosting, type Posting } from './posting.ts'
import { readAccountById, readHolds, readHoldsDue } from './store.ts'

/** Money set aside between two accounts. It ends once: settled (whole or in part), voided, or expired. */
export type Hold = {
  id: string
  debit: AccountKey
  credit: AccountKey
  amount: Money
  settled: Money
  state: 'open' | 'settled' | 'voided' | 'expired'
  expiresAt: Instant | null
  object: string
}

/** A hold as it stands. Fault: `ledger.unknown_hold`. */
export async function holdOf(w: World, id: string): Promise<Hold> {
  const hold = /^[0-9a-f-]{36}$/.test(id) ? (await readHolds(w, [id])).get(id) : undefined
  if (!hold) throw ledgerFaults.unknownHold({ hold: id })
  const debit = await keyOf(w, hold.debit)
  const credit = await keyOf(w, hold.credit)
  const { amount, settled, state, expiresAt, object } = hold
  return {
    id,
    debit,
    credit,
    amount: money(debit.currency, amount),
    settled: money(debit.currency, settled),
    state,
    expiresAt,
    object,
  }
}

const expiredAtOnce = 500

/**
 * Releases open holds whose time has passed, oldest first, at most 500 a call, and answers how many. Running twice, or beside
 * a settle, is safe: whoever comes second is refused as closed and moves nothing.
 */
export async function expireHolds(w: World): Promise<number> {
  return await transaction(w, async (i) => {
    const due = await readHoldsDue(i, i.now(), expiredAtOnce)
    const postings = due.map((row): Posting => {
      const debit: AccountKey = { kind: row.debit_kind, owner: row.debit_owner, currency: row.debit_currency }
      const credit: AccountKey = { kind: row.credit_kind, owner: row.credit_owner, currency: row.credit_currency }
      const amount = money(debit.currency, row.amount)
      const told = { clause: null, path: null, why: 'hold-expired' }
      const transfer = { kind: 'expire', hold: row.id, debit, credit, amount, ...told } as const
      return newPosting(i, { object: row.object, version: row.version, transfers: [transfer] })
    })
    const booked = await post(i, postings)
    return booked.filter((answer) => answer.outcome === 'posted').length
  })
}

const keyOf = async (w: World, id: bigint): Promise<AccountKey> =>
  present(await readAccountById(w, id), `account ${id} of a hold is there`).key

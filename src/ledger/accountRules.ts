import { assert, present } from '../base/assert.ts'
import type { Money } from '../base/money.ts'
import { record } from '../world/record.ts'
import type { Inside } from '../world/world.ts'
import { type AccountKey, accountText } from './account.ts'
import type { AccountState } from './decide.ts'
import { lockAccounts } from './lock.ts'
import { writeRule } from './store.ts'

/**
 * The most that an account's balance may become on its own side (a wallet's agreed credit), or null for no limit. It may be set
 * below the balance: then the account takes nothing more, and gives back as before.
 */
export async function limitAccount(i: Inside, key: AccountKey, ceiling: Money | null): Promise<void> {
  assert(
    ceiling === null || (ceiling.currency === key.currency && ceiling.minor >= 0n),
    "a ceiling is in the account's currency",
  )
  await change(i, key, { ceiling: ceiling?.minor ?? null })
}

/** From now on the account takes part in nothing new; open holds may still be settled or released. */
export const closeAccount = (i: Inside, key: AccountKey): Promise<void> => change(i, key, { closed: true })

export const reopenAccount = (i: Inside, key: AccountKey): Promise<void> => change(i, key, { closed: false })

// The group-commit writer must hear of such a change: its memory is checked by sequence, which a rule does not move.
async function change(
  i: Inside,
  key: AccountKey,
  rule: Partial<Pick<AccountState, 'ceiling' | 'closed'>>,
): Promise<void> {
  const state = present((await lockAccounts(i, [key])).get(accountText(key)), 'a locked account is there')
  await writeRule(i, { ...state, ...rule })
  const facts = {
    ...(rule.closed === undefined ? {} : { closed: rule.closed }),
    ceiling: rule.ceiling?.toString() ?? null,
  }
  record(i, { act: 'ledger.rule', object: accountText(key), facts })
}

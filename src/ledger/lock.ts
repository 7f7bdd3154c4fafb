import { assert } from '../base/assert.ts'
import type { Inside } from '../world/world.ts'
import { type AccountKey, accountKinds, accountText, type Balance, onOwnSide } from './account.ts'
import { type AccountState, available } from './decide.ts'
import { openAndLock } from './store.ts'

const accountsMax = 20_000

/**
 * Balances that nobody else can change until this transaction ends, by `accountText(key)`: read limits and meters with it,
 * decide, then `post`. Accounts that are missing are opened empty. At most 20,000 keys.
 */
export async function lockBalances(i: Inside, keys: readonly AccountKey[]): Promise<Map<string, Balance>> {
  const states = await lockAccounts(i, keys)
  return new Map([...states].map(([text, state]) => [text, balanceOfState(state)]))
}

/**
 * Locks accounts in the one order that everybody keeps: meters first, since they are read before a posting can be planned,
 * then by name. So `lockBalances(meters)` followed by one `post` meets every other such transaction without a deadlock.
 */
export async function lockAccounts(i: Inside, keys: readonly AccountKey[]): Promise<Map<string, AccountState>> {
  const byText = new Map(keys.map((key) => [accountText(key), key]))
  assert(byText.size <= accountsMax, `at most ${accountsMax} accounts are locked at once`)
  if (byText.size === 0) return new Map()
  const inOrder = [...byText].sort(([a, aKey], [b, bKey]) => rank(aKey) - rank(bKey) || (a < b ? -1 : 1))
  return await openAndLock(
    i,
    inOrder.map(([, key]) => key),
  )
}

const rank = (key: AccountKey): number =>
  key.kind === 'meter' ? 0 : accountKinds[key.kind].group === 'memorandum' ? 1 : 2

/** An account's row as others read it; `id` null for one that was never opened. */
export function balanceOfState(state: Omit<AccountState, 'id'> & { id: bigint | null }): Balance {
  const { key, id, debitsPosted, creditsPosted, debitsPending, creditsPending, sequence, ceiling, closed } = state
  const posted = onOwnSide(key, debitsPosted, creditsPosted)
  const left = { currency: key.currency, minor: available(state) }
  return {
    key,
    id,
    debitsPosted,
    creditsPosted,
    debitsPending,
    creditsPending,
    sequence,
    posted,
    available: left,
    ceiling,
    closed,
  }
}

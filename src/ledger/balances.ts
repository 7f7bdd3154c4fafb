import type { Currency } from '../base/currency.ts'
import { type Money, money } from '../base/money.ts'
import type { Instant } from '../base/time.ts'
import type { World } from '../world/world.ts'
import { type AccountKey, type AccountKind, accountKinds, type Balance, onOwnSide } from './account.ts'
import { balanceOfState } from './lock.ts'
import { type Page, readCursor, readLimit } from './page.ts'
import { readAccount, readAccounts, readTrial } from './store.ts'

/** An account as it stands now; nothing everywhere and `id` null when nothing was ever booked on it. */
export async function balanceOf(w: World, key: AccountKey): Promise<Balance> {
  return balanceOfState((await readAccount(w, key)) ?? nothing(key))
}

export type BalanceFilter = { kind?: AccountKind; owner?: string; currency?: Currency }

/** Accounts with their balances, oldest account first. `limit` is at most 100. Fault: `ledger.bad_page`. */
export async function balancesOf(
  w: World,
  filter: BalanceFilter,
  page: Page = {},
): Promise<{ items: Balance[]; next: string | null }> {
  const limit = readLimit(page)
  const { kind = null, owner = null, currency = null } = filter
  const states = await readAccounts(w, { kind, owner, currency, after: readCursor(page, 0n), most: limit + 1 })
  const items = states.slice(0, limit)
  return { items: items.map(balanceOfState), next: states.length > limit ? `${items.at(-1)?.id}` : null }
}

export type TrialRow = {
  kind: AccountKind
  currency: Currency
  /** How many accounts of this kind have entries. */
  accounts: number
  debits: Money
  credits: Money
  /** On the kind's own side. */
  balance: Money
}
export type TrialBalance = {
  at: Instant
  rows: TrialRow[]
  totals: { currency: Currency; debits: Money; credits: Money }[]
  /** Debits equal credits in every currency. */
  balanced: boolean
}

/**
 * The trial balance by kind of account and currency, in the order of the chart of accounts. Without `at` from the balances
 * as they stand; with `at` summed again from the journal, up to and with that moment. Meters are not money and not in it.
 */
export async function trialBalance(w: World, at?: Instant): Promise<TrialBalance> {
  const sums = await readTrial(w, at ?? null)
  const rows = sums
    .filter((sum) => accountKinds[sum.kind].group !== 'memorandum')
    .sort((a, b) => order(a.kind) - order(b.kind) || (a.currency < b.currency ? -1 : 1))
    .map(({ kind, currency, accounts, debits, credits }) => ({
      kind,
      currency,
      accounts: Number(accounts),
      debits: money(currency, debits),
      credits: money(currency, credits),
      balance: onOwnSide({ kind, owner: '', currency }, debits, credits),
    }))
  const totals = [...new Set(rows.map((row) => row.currency))].sort().map((currency) => totalOf(currency, rows))
  const balanced = totals.every((total) => total.debits.minor === total.credits.minor)
  return { at: at ?? w.now(), rows, totals, balanced }
}

const chart = Object.keys(accountKinds)
const order = (kind: AccountKind): number => chart.indexOf(kind)

function totalOf(currency: Currency, rows: readonly TrialRow[]): TrialBalance['totals'][number] {
  const own = rows.filter((row) => row.currency === currency)
  const debits = own.reduce((all, row) => all + row.debits.minor, 0n)
  const credits = own.reduce((all, row) => all + row.credits.minor, 0n)
  return { currency, debits: money(currency, debits), credits: money(currency, credits) }
}

function nothing(key: AccountKey): Parameters<typeof balanceOfState>[0] {
  const zeros = { debitsPosted: 0n, creditsPosted: 0n, debitsPending: 0n, creditsPending: 0n, sequence: 0n }
  return { id: null, key, ...zeros, ceiling: null, closed: false }
}

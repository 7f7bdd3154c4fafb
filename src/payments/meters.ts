import { type Limit, limitsOf } from '../agreements/limits.ts'
import { type Meters, metersOf } from '../agreements/price.ts'
import type { Product, Terms } from '../agreements/terms.ts'
import { toDecimal } from '../base/currency.ts'
import { digestOf } from '../base/digest.ts'
import { newUuid } from '../base/id.ts'
import { type Money, money } from '../base/money.ts'
import { dayOf, type Instant, monthOf } from '../base/time.ts'
import { type AccountKey, accountText, type Balance } from '../ledger/account.ts'
import { balanceOf } from '../ledger/balances.ts'
import { lockBalances } from '../ledger/lock.ts'
import type { Transfer } from '../ledger/posting.ts'
import type { Inside, World } from '../world/world.ts'
import { paymentFaults } from './errors.ts'
import type { LimitHold, Payment, Priced } from './payment.ts'

type Metered = Priced['meters'][number] & { volumeAccount: AccountKey; countAccount: AccountKey }

/**
 * Where the fee meters of a payment stand, locked until the transaction ends, so that two payments never see the same
 * "before". A merchant's rule counts per merchant, a wallet's per agreement; both by the month of the fees clause.
 */
export async function lockFeeMeters(
  i: Inside,
  terms: Terms,
  payment: { product: Product; amount: Money; merchant: string },
  at: Instant,
): Promise<Metered[]> {
  const month = monthOf(at, terms.clauses.fees.zone)
  const { currency } = payment.amount
  const accounts = metersOf(terms, payment.product, payment.amount).map((rule) => {
    const perMerchant = terms.clauses.fees.rules.find(({ id }) => id === rule)?.payer === 'merchant'
    const name = `${terms.agreement}/fees/${rule}${perMerchant ? `/${payment.merchant}` : ''}/${month}`
    return { rule, volumeAccount: meter(name, currency), countAccount: meter(`${name}#count`, currency) }
  })
  const balances = await lockBalances(
    i,
    accounts.flatMap(({ volumeAccount, countAccount }) => [volumeAccount, countAccount]),
  )
  const posted = (key: AccountKey): bigint => balances.get(accountText(key))?.posted.minor ?? 0n
  return accounts.map((account) => ({
    ...account,
    volume: posted(account.volumeAccount),
    count: posted(account.countAccount),
  }))
}

export const asMeters = (meters: Priced['meters']): Meters =>
  new Map(meters.map(({ rule, volume, count }) => [rule, { volume, count }]))

/** How the meters grow by one payment: booked with the capture itself. */
export function meterEntries(meters: readonly Metered[], amount: Money): Transfer[] {
  return meters.flatMap(({ volumeAccount, countAccount }) => [
    grow(volumeAccount, amount),
    grow(countAccount, money(amount.currency, 1n)),
  ])
}

/**
 * Checks the limits of the agreement before money moves and holds the payer's share of each day and month window, decided on
 * locked meters: fifty payments at once never pass a limit by one cent. Fault `payments.over_limit` names the clause.
 */
export async function holdLimits(
  i: Inside,
  terms: Terms,
  payment: Pick<Payment, 'product' | 'amount' | 'strength' | 'payer' | 'merchant'>,
  at: Instant,
): Promise<{ holds: LimitHold[]; transfers: Transfer[] }> {
  const { product, amount, strength, payer } = payment
  const limits = limitsOf(terms, { product, strength, currency: amount.currency })
  for (const limit of limits) if (amount.minor > limit.max.minor) throw over(limit)
  const windows = payer === null ? [] : limits.filter(({ window }) => window !== 'payment')
  const keyed = windows.map((limit) => ({ limit, key: payerMeter(terms, limit, payment, at) }))
  const balances = await lockBalances(
    i,
    keyed.map(({ key }) => key),
  )
  const holds: LimitHold[] = []
  const transfers: Transfer[] = []
  for (const { limit, key } of keyed) {
    const balance = balances.get(accountText(key))
    const used = usedOf(balance)
    if (used + amount.minor > limit.max.minor) throw over(limit)
    const hold = newUuid(i.now(), i.random)
    holds.push({ hold, meter: key.owner })
    transfers.push({ ...grow(key, amount), kind: 'hold', hold, clause: 'limits', path: limit.path, why: 'limit-hold' })
  }
  return { holds, transfers }
}

/** What a payer may still pay today under the agreement: null without a limit of the day, or when nobody told who pays. */
export async function leftOfDay(
  w: World,
  terms: Terms,
  payment: Pick<Payment, 'product' | 'amount' | 'strength' | 'payer' | 'merchant'>,
): Promise<Money | null> {
  const { product, amount, strength } = payment
  if (payment.payer === null) return null
  const days = limitsOf(terms, { product, strength, currency: amount.currency }).filter(
    ({ window }) => window === 'day',
  )
  const left = await Promise.all(
    days.map(async (limit) => limit.max.minor - usedOf(await balanceOf(w, payerMeter(terms, limit, payment, w.now())))),
  )
  const least = left.reduce<bigint | null>((least, one) => (least === null || one < least ? one : least), null)
  return least === null ? null : money(amount.currency, least < 0n ? 0n : least)
}

// The payer is the merchant's own reference: kept as a digest, because a meter's name is shown in the books.
function payerMeter(
  terms: Terms,
  limit: Limit,
  { merchant, payer, amount }: Pick<Payment, 'merchant' | 'payer' | 'amount'>,
  at: Instant,
): AccountKey {
  const { zone } = terms.clauses.limits
  const period = limit.window === 'day' ? dayOf(at, zone) : monthOf(at, zone)
  const who = digestOf(`${merchant} ${payer}`).slice(0, 24)
  return meter(`${terms.agreement}${limit.path}/${who}/${period}`, amount.currency)
}

const usedOf = (balance: Balance | undefined): bigint => (balance?.posted.minor ?? 0n) + (balance?.debitsPending ?? 0n)

/** What becomes of the holds when the payment is paid (they count for good) or has ended (they are released). */
export function releaseHolds(payment: Payment, how: 'settle' | 'void'): Transfer[] {
  return payment.holds.map(({ hold, meter: name }) => ({
    ...grow(meter(name, payment.amount.currency), payment.amount),
    kind: how,
    hold,
    clause: 'limits',
    why: how === 'settle' ? 'limit-used' : 'limit-released',
  }))
}

const meter = (owner: string, currency: AccountKey['currency']): AccountKey => ({ kind: 'meter', owner, currency })

const grow = (key: AccountKey, amount: Money): Transfer => ({
  debit: key,
  credit: { kind: 'meter-source', owner: 'meters', currency: key.currency },
  amount,
  clause: 'fees',
  path: null,
  why: 'meter',
})

function over({ window, max, path }: { window: 'payment' | 'day' | 'month'; max: Money; path: string }) {
  const words = { payment: '单笔', day: '每日', month: '每月' }
  return paymentFaults.overLimit(
    { window, windowZh: words[window], max: `${toDecimal(max.currency, max.minor)} ${max.currency}` },
    path,
  )
}

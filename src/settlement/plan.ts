import { present } from '../base/assert.ts'
import type { Currency } from '../base/currency.ts'
import type { Digest } from '../base/digest.ts'
import { add, compare, type Money, minorMax, minus, money, negate, sum, zero } from '../base/money.ts'
import type { AccountKey } from '../ledger/account.ts'
import type { Transfer } from '../ledger/posting.ts'
import type { ClearingLine } from './clearing.ts'
import type { Position, Settlement, Tally } from './settlement.ts'

/** Lines of one merchant in one currency, added up. */
export type MerchantSum = {
  merchant: string
  currency: Currency
  payments: Tally
  refunds: Tally
  adjustments: Tally
  merchantFee: Money
  walletFee: Money
  revenueShare: Money
}

/** The settlement clause as far as netting needs it. */
export type NettingRule = { net: 'net' | 'gross'; minimum: Money }

export type SettlementPlan = {
  positions: Position[]
  /** One group a counterparty and currency; each group stands or falls as a whole. */
  postings: { version: Digest; transfers: Transfer[] }[]
}

type Planned = Pick<Settlement, 'partner' | 'agreement' | 'versionDigest' | 'net'>

/** Adds lines up by merchant and currency, in the order of their names. */
export function sumsOf(lines: readonly ClearingLine[]): MerchantSum[] {
  const sums = new Map<string, MerchantSum>()
  for (const line of lines) {
    const key = merchantKey({ merchant: line.merchant, currency: line.amount.currency })
    const before = sums.get(key) ?? noSum(line.merchant, line.amount.currency)
    const tally = ({ payment: 'payments', refund: 'refunds', adjustment: 'adjustments' } as const)[line.kind]
    sums.set(key, {
      ...before,
      [tally]: { amount: add(before[tally].amount, line.amount), count: before[tally].count + 1 },
      merchantFee: add(before.merchantFee, line.merchantFee),
      walletFee: add(before.walletFee, line.walletFee),
      revenueShare: add(before.revenueShare, line.revenueShare),
    })
  }
  return [...sums.values()].sort(byName)
}

/** The currencies that settle now. One whose net with the wallet stays under the agreed minimum waits for the next day. */
export function currenciesToSettle(sums: readonly MerchantSum[], rule: NettingRule): Currency[] {
  return currenciesOf(sums).filter((currency) => {
    if (currency !== rule.minimum.currency) return true // the minimum is written in one currency only
    const net = walletPosition('', currency, sums).net.minor
    return (net < 0n ? -net : net) >= rule.minimum.minor
  })
}

/** What a merchant brings from earlier settlements, and the most that its pending account can give now. */
export type MerchantBefore = { broughtForward: Money; available: Money }

/**
 * Nets a day. The wallet owes the amounts less its fee; our share to it is set off or paid apart, as the clause says. A
 * merchant gets its amounts less its fee and plus what was carried to this day, as far as its pending money reaches: refunds of
 * the day after may already have used some of it. What is not paid now, and what refunds left owing, is carried forward.
 */
export function planSettlement(
  settlement: Planned,
  sums: readonly MerchantSum[],
  before: ReadonlyMap<string, MerchantBefore>,
): SettlementPlan {
  const plan: SettlementPlan = { positions: [], postings: [] }
  for (const wallet of walletPositions(settlement.partner, sums)) {
    plan.positions.push(wallet)
    book(plan, settlement, walletTransfers(settlement, wallet))
  }
  for (const merchant of [...sums].sort(byName)) {
    const position = merchantPosition(
      merchant,
      present(before.get(merchantKey(merchant)), 'every merchant was looked up'),
    )
    plan.positions.push(position)
    book(plan, settlement, merchantTransfers(position))
  }
  return plan
}

/** What the day means for the wallet, one position a currency. */
export const walletPositions = (partner: string, sums: readonly MerchantSum[]): Position[] =>
  currenciesOf(sums).map((currency) => walletPosition(partner, currency, sums))

/** What a confirmed bank transfer books: the money in transit has reached the safeguarded account, or has left it. */
export function paidTransfers(settlement: Planned, wallet: Position, bank: string): Transfer[] {
  const { partner, net } = settlement
  const transit = account('settlement-in-transit', partner, wallet.currency)
  const safe = account('safeguarded-bank', bank, wallet.currency)
  if (net === 'net') return moving(safe, transit, wallet.net, 'settlement-paid')
  return [
    ...moving(safe, transit, add(wallet.net, wallet.revenueShare), 'settlement-paid'),
    ...moving(safe, transit, negate(wallet.revenueShare), 'revenue-share-paid'),
  ]
}

/** Name of a merchant's money in one currency, for maps. */
export const merchantKey = ({ merchant, currency }: Pick<MerchantSum, 'merchant' | 'currency'>): string =>
  `${merchant} ${currency}`

/** What the day means for each merchant as its lines stand, before anything is paid or carried. */
export const merchantPositions = (sums: readonly MerchantSum[]): Position[] =>
  [...sums]
    .sort(byName)
    .map((one) =>
      merchantPosition(one, { broughtForward: zero(one.currency), available: money(one.currency, minorMax) }),
    )

const currenciesOf = (sums: readonly MerchantSum[]): Currency[] => [...new Set(sums.map((one) => one.currency))].sort()

function walletPosition(partner: string, currency: Currency, sums: readonly MerchantSum[]): Position {
  const of = sums.filter((one) => one.currency === currency)
  const payments = total(
    currency,
    of.map((one) => one.payments),
  )
  const refunds = total(
    currency,
    of.map((one) => one.refunds),
  )
  const adjustments = total(
    currency,
    of.map((one) => one.adjustments),
  )
  const fee = sum(
    currency,
    of.map((one) => one.walletFee),
  )
  const revenueShare = sum(
    currency,
    of.map((one) => one.revenueShare),
  )
  const gross = sum(currency, [payments.amount, refunds.amount, adjustments.amount])
  const none = zero(currency)
  const net = minus(minus(gross, fee), revenueShare)
  return {
    party: 'wallet',
    counterparty: partner,
    currency,
    payments,
    refunds,
    adjustments,
    fee,
    revenueShare,
    broughtForward: none,
    net,
    carriedForward: none,
  }
}

function merchantPosition(one: MerchantSum, { broughtForward, available }: MerchantBefore): Position {
  const { merchant: counterparty, currency, payments, refunds, adjustments, merchantFee: fee } = one
  const gross = sum(currency, [payments.amount, refunds.amount, adjustments.amount])
  const due = add(minus(gross, fee), broughtForward)
  const none = zero(currency)
  const most = compare(due, available) < 0 ? due : available
  const net = most.minor > 0n ? most : none
  return {
    party: 'merchant',
    counterparty,
    currency,
    payments,
    refunds,
    adjustments,
    fee,
    revenueShare: none,
    broughtForward,
    net,
    carriedForward: minus(due, net),
  }
}

function walletTransfers({ partner, net }: Planned, wallet: Position): Transfer[] {
  const { currency, revenueShare } = wallet
  const receivable = account('wallet-receivable', partner, currency)
  const payable = account('wallet-payable', partner, currency)
  const transit = account('settlement-in-transit', partner, currency)
  const share =
    net === 'net'
      ? moving(payable, receivable, revenueShare, 'revenue-share-set-off')
      : moving(payable, transit, revenueShare, 'revenue-share-settled')
  const transfer = net === 'net' ? wallet.net : add(wallet.net, revenueShare)
  return [...share, ...moving(transit, receivable, transfer, 'wallet-settled')]
}

const merchantTransfers = ({ counterparty, currency, net }: Position): Transfer[] =>
  moving(
    account('merchant-pending', counterparty, currency),
    account('merchant-payable', counterparty, currency),
    net,
    'merchant-settled',
  )

// A negative amount moves the other way; nothing moves for zero.
function moving(debit: AccountKey, credit: AccountKey, amount: Money, why: string): Transfer[] {
  if (amount.minor === 0n) return []
  const [to, from, size] = amount.minor > 0n ? [debit, credit, amount] : [credit, debit, negate(amount)]
  return [
    {
      debit: to,
      credit: from,
      amount: size,
      clause: 'settlement',
      path: why.startsWith('revenue-share') ? '/clauses/settlement/net' : '/clauses/settlement',
      why,
    },
  ]
}

function book(plan: SettlementPlan, settlement: Planned, transfers: Transfer[]): void {
  if (transfers.length > 0) plan.postings.push({ version: settlement.versionDigest, transfers })
}

const account = (kind: AccountKey['kind'], owner: string, currency: Currency): AccountKey => ({ kind, owner, currency })

function total(currency: Currency, tallies: readonly Tally[]): Tally {
  return {
    amount: sum(
      currency,
      tallies.map((one) => one.amount),
    ),
    count: tallies.reduce((all, one) => all + one.count, 0),
  }
}

const noTally = (currency: Currency): Tally => ({ amount: zero(currency), count: 0 })

const noSum = (merchant: string, currency: Currency): MerchantSum => ({
  merchant,
  currency,
  payments: noTally(currency),
  refunds: noTally(currency),
  adjustments: noTally(currency),
  merchantFee: money(currency, 0n),
  walletFee: money(currency, 0n),
  revenueShare: money(currency, 0n),
})

const byName = (a: MerchantSum, b: MerchantSum): number =>
  a.merchant === b.merchant ? (a.currency < b.currency ? -1 : 1) : a.merchant < b.merchant ? -1 : 1

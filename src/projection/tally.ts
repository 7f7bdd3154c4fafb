import { moneyFlow } from '../agreements/moneyFlow.ts'
import type { PricedLine } from '../agreements/price.ts'
import type { Product } from '../agreements/terms.ts'
import type { Currency } from '../base/currency.ts'
import type { Money } from '../base/money.ts'
import { type AccountKind, accountKinds } from '../ledger/account.ts'
import {
  type Bearer,
  bearers,
  type ClauseLine,
  type CurrencyResult,
  type Effects,
  noEffects,
  type Sums,
} from './projection.ts'

type Move = Omit<ClauseLine, 'count' | 'effects'> & { payer: Bearer; payee: Bearer; minor: bigint }
type Where = { product: Product | null; month: string }

/** Adds up one currency: by clause, product, month, party and account. Asked for once, at the end. */
export type Tally = {
  payment(amount: Money, where: Where): void
  refund(amount: Money, where: Where): void
  loss(amount: Money): void
  /** Priced lines of a capture or refund, and what they post. */
  priced(kind: 'payment' | 'refund', amount: Money, lines: readonly PricedLine[], where: Where): void
  move(move: Move, where: Where): void
  refused(path: string, amount: Money): void
  result(): Pick<
    CurrencyResult,
    | 'currency'
    | 'payments'
    | 'volume'
    | 'refunds'
    | 'refunded'
    | 'losses'
    | 'lost'
    | 'parties'
    | 'lines'
    | 'products'
    | 'months'
    | 'accounts'
    | 'refused'
  >
}

const noSums = (): Sums => ({ payments: 0, volume: 0n, refunds: 0, refunded: 0n, effects: noEffects() })

/** An empty tally. */
export function tallyOf(currency: Currency): Tally {
  const all = noSums()
  const lost = { losses: 0, lost: 0n }
  const lines = new Map<string, ClauseLine>()
  const products = new Map<Product, Sums>()
  const months = new Map<string, Sums>()
  const accounts = new Map<AccountKind, bigint>()
  const refused = new Map<string, { count: number; minor: bigint }>()
  const each = ({ product, month }: Where, change: (sums: Sums) => void): void => {
    change(all)
    change(kept(months, month, noSums))
    if (product !== null) change(kept(products, product, noSums))
  }
  const move = ({ clause, path, kind, rule, payer, payee, minor }: Move, where: Where): void => {
    const line = (): ClauseLine => ({ clause, path, kind, rule, count: 0, effects: noEffects() })
    const known = kept(lines, `${path} ${kind} ${rule}`, line)
    if (minor === 0n) return
    known.count++
    pass(known.effects, payer, payee, minor)
    each(where, (sums) => pass(sums.effects, payer, payee, minor))
  }
  const book = (kind: AccountKind, side: 'debit' | 'credit', minor: bigint): void => {
    const signed = accountKinds[kind].normal === side ? minor : -minor
    accounts.set(kind, (accounts.get(kind) ?? 0n) + signed)
  }
  return {
    payment: ({ minor }, where) =>
      each(where, (sums) => {
        sums.payments++
        sums.volume += minor
      }),
    refund: ({ minor }, where) =>
      each(where, (sums) => {
        sums.refunds++
        sums.refunded += minor
      }),
    loss: ({ minor }) => {
      lost.losses++
      lost.lost += minor
    },
    priced: (kind, amount, priced, where) => {
      for (const line of priced) move({ ...line, minor: line.amount.minor }, where)
      for (const flow of moneyFlow(kind, amount, priced)) {
        book(flow.debit, 'debit', flow.amount.minor)
        book(flow.credit, 'credit', flow.amount.minor)
      }
    },
    move,
    refused: (path, { minor }) => {
      const known = kept(refused, path, () => ({ count: 0, minor: 0n }))
      known.count++
      known.minor += minor
    },
    result: () => ({
      currency,
      payments: all.payments,
      volume: all.volume,
      refunds: all.refunds,
      refunded: all.refunded,
      ...lost,
      parties: partiesOf([...lines.values()]),
      lines: [...lines.values()].sort((a, b) => order(a.path + a.kind + a.rule, b.path + b.kind + b.rule)),
      products: sorted(products).map(([product, sums]) => ({ product, ...sums })),
      months: sorted(months).map(([month, sums]) => ({ month, ...sums })),
      accounts: sorted(accounts).map(([kind, minor]) => ({ kind, minor })),
      refused: sorted(refused).map(([path, sums]) => ({ path, ...sums })),
    }),
  }
}

function pass(effects: Effects, payer: Bearer, payee: Bearer, minor: bigint): void {
  effects[payer] -= minor
  effects[payee] += minor
}

// What a clause gains a party over the whole traffic is its income, what a clause takes its cost.
function partiesOf(lines: readonly ClauseLine[]): CurrencyResult['parties'] {
  const of = (who: Bearer) => {
    const gained = lines.map(({ effects }) => effects[who])
    const income = gained.reduce((total, minor) => (minor > 0n ? total + minor : total), 0n)
    const cost = gained.reduce((total, minor) => (minor < 0n ? total - minor : total), 0n)
    return { income, cost, net: income - cost }
  }
  return Object.fromEntries(bearers.map((who) => [who, of(who)])) as CurrencyResult['parties']
}

function kept<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key) ?? make()
  map.set(key, known)
  return known
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const sorted = <Key extends string, Value>(map: Map<Key, Value>): [Key, Value][] =>
  [...map].sort(([a], [b]) => order(a, b))

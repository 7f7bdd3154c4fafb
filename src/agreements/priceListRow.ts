import { type Currency, fromDecimal, isCurrency, toDecimal } from '../base/currency.ts'
import { type Money, money } from '../base/money.ts'
import { fromRfc3339, type Instant, isDay } from '../base/time.ts'
import { written } from './arithmetic.ts'
import type { CsvRecord } from './csv.ts'
import { product, strength } from './leaf.ts'
import { limitsOf } from './limits.ts'
import { type LineProblem, lineProblem, refusedLine } from './priceListProblem.ts'
import { allows, termOf } from './scope.ts'
import type { Product, Strength, Terms } from './terms.ts'

/** A line of a price list that is well-formed and that the agreement permits. */
export type ListedRow = {
  line: number
  id: string
  at: Instant
  product: Product
  amount: Money
  strength: Strength
  of: string | null // the payment a refund refunds
}

export const columns = ['id', 'at', 'product', 'currency', 'amount', 'kind', 'strength', 'of'] as const
// 100 billion of a currency with two decimals: so many lines of it still sum within 64 bits.
const amountMax = 10n ** 13n

export type Column = (typeof columns)[number]

/** Reads one record under its header: the row, or everything that is wrong with it. */
export function readRow(terms: Terms, header: readonly Column[], record: CsvRecord): ListedRow | LineProblem[] {
  const { line, cells } = record
  if (cells.length !== header.length) {
    return [lineProblem(line, null, 'cells', { expected: header.length, found: cells.length })]
  }
  const cell = (name: Column): string => cells[header.indexOf(name)]?.trim() ?? ''
  const problems: LineProblem[] = []
  const choice = <Choice extends string>(name: Column, choices: readonly Choice[]): Choice | undefined => {
    const found = choices.find((one) => one === cell(name))
    if (found === undefined)
      problems.push(lineProblem(line, name, 'choice', { found: cell(name), choices: choices.join(', ') }))
    return found
  }
  if (!/^[\p{L}\p{N}\p{P}\p{S}]{1,64}$/u.test(cell('id'))) problems.push(lineProblem(line, 'id', 'id'))
  const at = isDay(cell('at').slice(0, 10)) ? fromRfc3339(cell('at')) : null
  if (at === null) problems.push(lineProblem(line, 'at', 'at'))
  const kind = choice('kind', ['payment', 'refund'])
  const named = choice('product', product.options)
  const isBare = kind === 'refund' && cell('strength') === '' // a refund is not authenticated by its payer
  const how = isBare ? 'none' : choice('strength', strength.options)
  const currency = choice('currency', terms.clauses.scope.currencies)
  const amount = currency && readAmount(currency, cell('amount'))
  if (currency && !amount) problems.push(amountProblem(line, currency))
  problems.push(...ofProblems(line, kind, cell('of')))
  if (problems.length > 0 || at === null || !named || !how || !amount) return problems
  const row: ListedRow = { line, id: cell('id'), at, product: named, amount, strength: how, of: cell('of') || null }
  const refused = refusals(terms, row)
  return refused.length > 0 ? refused : row
}

function readAmount(currency: Currency, text: string): Money | undefined {
  const minor = isCurrency(currency) ? fromDecimal(currency, text) : null
  return minor === null || minor <= 0n || minor > amountMax ? undefined : money(currency, minor)
}

const amountProblem = (line: number, currency: Currency): LineProblem =>
  lineProblem(line, 'amount', 'amount', {
    currency,
    example: toDecimal(currency, 1_250n),
    most: written(money(currency, amountMax)),
  })

function ofProblems(line: number, kind: 'payment' | 'refund' | undefined, of: string): LineProblem[] {
  if (kind === 'payment' && of !== '') return [lineProblem(line, 'of', 'of_payment')]
  return kind === 'refund' && of === '' ? [lineProblem(line, 'of', 'of_missing')] : []
}

// What the agreement itself says no to. Day and month limits are a payer's, and a list does not say who paid.
function refusals(terms: Terms, { line, at, product: named, amount, strength: how, of }: ListedRow): LineProblem[] {
  if (of !== null) return [] // a refund stands on the payment it refunds
  const { from, until } = termOf(terms)
  if (at < from || (until !== null && at >= until)) return [lineProblem(line, 'at', 'not_in_force')]
  const verdict = allows(terms, { product: named, currency: amount.currency })
  if (!verdict.allowed) return [refusedLine(line, 'product', verdict)]
  return limitsOf(terms, { product: named, strength: how, currency: amount.currency })
    .filter(({ window, max }) => window === 'payment' && amount.minor > max.minor)
    .map(({ max, path }) => lineProblem(line, 'amount', 'over_limit', { max: written(max), path }))
}

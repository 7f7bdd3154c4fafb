import { termsRoot } from '../agreements/digest.ts'
import { parseTerms } from '../agreements/parse.ts'
import { type PricedLine, priceCapture } from '../agreements/price.ts'
import { priceRefund } from '../agreements/refundPrice.ts'
import type { Terms } from '../agreements/terms.ts'
import { isCurrency } from '../base/currency.ts'
import { add, type Money, money, zero } from '../base/money.ts'

type MoneyJson = { currency: string; minor: string }

/** What the demo reads of GET /v1/payments/{id}/trace. */
export type TraceJson = {
  payment: {
    id: string
    order: string
    product: 'online' | 'qr-merchant' | 'qr-consumer' | 'nfc' | 'in-app'
    amount: MoneyJson
    state: string
    refunds: { id: string; amount: MoneyJson; state: string }[]
  }
  agreement: { agreement: string; version: number; digest: string; name: { zh: string; en: string } }
  meters: { rule: string; volume: string; count: string }[]
  clauses: {
    path: string
    title: { zh: string; en: string }
    sentence: { zh: { text: string }[]; en: { text: string }[] }
  }[]
  entries: {
    object: string
    debit: { kind: string }
    credit: { kind: string }
    amount: MoneyJson
    why: string
    path: string | null
    how: string | null
  }[]
  settlementLines: {
    settlement: string
    day: string
    state: string
    kind: string
    amount: MoneyJson
    path: string | null
  }[]
  billRows: {
    file: string
    line: number
    match: string
    amount: MoneyJson
    fee: MoneyJson | null
    feeExpected: MoneyJson | null
  }[]
}
export type VersionJson = {
  agreement: string
  version: number
  digest: string
  amends: string | null
  renderer: string
  terms: { schema: string; clauses: unknown }
}

/**
 * Computes every amount of a payment again, from the signed terms alone: the terms must lead to the digest the payment carries,
 * and each fee and share booked at capture and refund must be what the clause at its path gives.
 */
export function derive(trace: TraceJson, signed: VersionJson): { amounts: number; problems: string[] } {
  const { agreement, version, amends, renderer, terms: shown } = signed
  const parsed = parseTerms({ schema: shown.schema, agreement, version, amends, renderer, clauses: shown.clauses })
  if (!parsed.ok)
    return {
      amounts: 0,
      problems: [`the terms of ${agreement} v${version} do not parse: ${parsed.problems[0]?.en ?? ''}`],
    }
  const root = termsRoot(parsed.terms)
  if (root !== trace.agreement.digest)
    return { amounts: 0, problems: [`the terms lead to ${root}, the payment carries ${trace.agreement.digest}`] }
  const expected = expectedOf(parsed.terms, trace)
  const problems: string[] = []
  let amounts = 0
  for (const [object, lines] of expected) {
    const booked = trace.entries.filter(
      (entry) => entry.object === object && entry.path?.match(/^\/clauses\/(fees\/rules|revenueShare)/),
    )
    for (const line of lines) {
      const entry = booked.find(({ path }) => path === line.path)
      const minor = entry?.amount.minor ?? '0'
      if (minor !== line.amount.minor.toString())
        problems.push(`${object} ${line.path}: booked ${minor}, the clause gives ${line.amount.minor}`)
      else amounts++
    }
    for (const { path } of booked)
      if (!lines.some((line) => line.path === path)) problems.push(`${object} ${path}: no clause gives this entry`)
  }
  return { amounts, problems }
}

function expectedOf(terms: Terms, trace: TraceJson): Map<string, PricedLine[]> {
  const { payment } = trace
  const amount = toMoney(payment.amount)
  const meters = new Map(
    trace.meters.map(({ rule, volume, count }) => [rule, { volume: BigInt(volume), count: BigInt(count) }]),
  )
  const lines = priceCapture(terms, { product: payment.product, amount, meters })
  const expected = new Map([[payment.id, lines]])
  let refundedBefore = zero(amount.currency)
  for (const refund of payment.refunds.filter(({ state }) => state === 'refunded')) {
    const part = toMoney(refund.amount)
    expected.set(refund.id, priceRefund(terms, { lines, captured: amount, refundedBefore, refund: part }))
    refundedBefore = add(refundedBefore, part)
  }
  return expected
}

function toMoney({ currency, minor }: MoneyJson): Money {
  if (!isCurrency(currency)) throw new Error(`the API answered a currency that is none: ${currency}`)
  return money(currency, BigInt(minor))
}

import { reasons } from '../agreements/moneyClauses.ts'
import { clauseNames } from '../agreements/terms.ts'
import { currencyJson, digestJson, minorJson, moneyJson, timeJson } from '../world/money-json.ts'
import { z } from '../world/route.ts'
import type { DryRun } from './dryRun.ts'
import type { Met } from './meetBooks.ts'
import type { PricedTerms } from './priced.ts'
import { bearers } from './projection.ts'
import { trafficMost } from './traffic.ts'

// What the API says of projections. The screens read it as web/api/contract-projection.ts.

export const productJson = z.enum(['online', 'qr-merchant', 'qr-consumer', 'nfc', 'in-app'])
export const strengthJson = z.enum(['none', 'one-factor', 'two-factor'])
const count = z.int().min(0)
const path = z.string().max(200).meta({ description: 'JSON pointer into the terms' })
const bearer = z.enum(bearers as ['institution', 'wallet', 'merchant', 'payer'])
const effects = z
  .record(bearer, minorJson)
  .meta({ description: 'What each gains (positive) or gives; sums to nothing', id: 'ProjectionEffects' })
const kind = z.enum([
  'merchant-fee',
  'wallet-fee',
  'revenue-share',
  'true-up',
  'service-credit',
  'campaign',
  'expected-loss',
])
const clause = z.enum(clauseNames as [string, ...string[]])
const line = { clause, path, kind, rule: z.string(), effects }
const sums = { payments: count, volume: minorJson, refunds: count, refunded: minorJson, effects }

const worstJson = z.strictObject({
  party: z.enum(['institution', 'wallet', 'merchant']),
  single: minorJson.meta({ description: 'Of the largest payment, lost for the reason that is worst for this party' }),
  month: minorJson.meta({ description: 'Of the stressed share of the largest month' }),
  reason: z.enum(reasons),
  strength: strengthJson,
  path,
})

const resultJson = z
  .strictObject({
    currency: currencyJson,
    payments: count,
    volume: minorJson,
    refunds: count,
    refunded: minorJson,
    losses: count,
    lost: minorJson,
    parties: z.record(bearer, z.strictObject({ income: minorJson, cost: minorJson, net: minorJson })),
    lines: z.array(z.strictObject({ ...line, count })).max(500),
    products: z.array(z.strictObject({ product: productJson, ...sums })).max(5),
    months: z.array(z.strictObject({ month: z.string(), ...sums })).max(40),
    accounts: z
      .array(z.strictObject({ kind: z.string(), minor: minorJson }))
      .max(20)
      .meta({ description: 'What captures and refunds post, by kind of account, on its own side' }),
    refused: z.array(z.strictObject({ path, count, minor: minorJson })).max(200),
    reserve: z.strictObject({
      withheld: minorJson,
      released: minorJson,
      heldAtEnd: minorJson,
      peak: minorJson,
      deposit: minorJson,
    }),
    transit: z.strictObject({ peak: minorJson, waitsMilliDays: count }),
    worstCase: z
      .strictObject({ month: z.string(), volume: minorJson, largest: minorJson, parties: z.array(worstJson).max(3) })
      .nullable(),
  })
  .meta({ id: 'ProjectionOfCurrency' })

const projectionJson = z
  .strictObject({ currencies: z.array(resultJson).max(50), openMonths: z.array(z.string()).max(3) })
  .meta({ id: 'Projection' })

const breakEvenJson = z
  .discriminatedUnion('outcome', [
    z.strictObject({
      outcome: z.literal('at'),
      side: z.enum(['from', 'until']),
      factorPpm: count,
      volume: minorJson,
    }),
    z.strictObject({ outcome: z.enum(['always', 'never']) }),
  ])
  .meta({ id: 'BreakEven' })

/** The answer to a projection. */
export const pricedJson = z
  .strictObject({
    inputs: digestJson.meta({ description: 'Digest of terms and traffic: equal inputs, equal answer' }),
    traffic: z.strictObject({
      kind: z.enum(['history', 'synthetic', 'stated']),
      from: timeJson,
      until: timeJson,
      rows: z.int().min(0).max(trafficMost),
      digest: digestJson,
    }),
    books: z
      .array(z.strictObject({ kind: z.string(), books: minorJson, replayed: minorJson }))
      .max(20)
      .nullable()
      .meta({
        description: 'Past payments only: what the books posted, and the replay under the versions that were in force',
      }),
    projection: projectionJson,
    against: projectionJson.nullable(),
    differences: z.array(z.strictObject(line)).max(500),
    breakEven: z.strictObject({ volume: breakEvenJson, ticket: breakEvenJson }).nullable(),
    sensitivity: z
      .array(
        z.strictObject({
          path,
          value: z.string(),
          down: z.string(),
          up: z.string(),
          downNet: minorJson.meta({ description: 'Change of our net when the value is a tenth lower' }),
          upNet: minorJson,
        }),
      )
      .max(60)
      .nullable(),
  })
  .meta({ id: 'PricedTerms' })

/** A priced answer as the API gives it. */
export const toPricedView = (
  { traffic: { source, from, until, rows, digest }, ...same }: PricedTerms,
  books: Met[] | null,
) => ({
  ...same,
  books,
  traffic: { kind: source.kind, from, until, rows, digest },
})

const changedLine = z.strictObject({ path, kind, before: minorJson, after: minorJson })

/** The answer to a dry run: a page of what would change, and the sums over all of it. */
export const dryRunJson = z
  .strictObject({
    from: timeJson,
    until: timeJson,
    payments: count,
    changed: count,
    sums: z.array(changedLine).max(200),
    items: z
      .array(
        z.strictObject({
          payment: z.string(),
          kind: z.enum(['payment', 'refund']),
          object: z.string(),
          at: timeJson,
          amount: moneyJson,
          refusedBy: path.nullable(),
          lines: z.array(changedLine).max(200),
        }),
      )
      .max(100),
    next: z.string().max(300).nullable(),
  })
  .meta({ id: 'DryRun' })

/** One page of a dry run, after the object that the cursor names. */
export function toDryRunView(
  { payments, changed, sums: totals }: DryRun,
  span: { from: number; until: number },
  page: { after: number; limit: number },
) {
  const items = changed.slice(page.after, page.after + page.limit).map(({ row, refusedBy, lines }) => ({
    payment: row.of ?? row.id,
    kind: row.kind === 'refund' ? ('refund' as const) : ('payment' as const),
    object: row.id,
    at: row.at,
    amount: row.amount,
    refusedBy,
    lines,
  }))
  const reached = page.after + items.length
  return {
    ...span,
    payments,
    changed: changed.length,
    sums: totals,
    items,
    next: reached < changed.length ? `${reached}` : null,
  }
}

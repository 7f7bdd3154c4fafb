import { z } from 'zod'
import {
  anyStrength,
  count,
  currency,
  day,
  line,
  list,
  minor,
  party,
  ppm,
  product,
  set,
  shares,
  signatoryShares,
  slug,
  text,
  timeOfDay,
  zone,
} from './leaf.ts' // prettier: one list

// The clauses that move money: fees, revenue share, risk, reserve, settlement, refunds, limits.

// Below one hundred per cent, so that a graduated fee can never exceed its payment (see tiers.ts).
const rate = ppm.max(999_999, 'too_large')

// A tier carries only its upper bound (inclusive, minor units of the month), so no gap and no overlap can be written down.
const tiers = list(z.strictObject({ upTo: minor.nullable(), ratePpm: rate }), 1, 20)

const price = z.discriminatedUnion(
  'kind',
  [
    // ratePpm of the amount + fixed, at least floor, at most cap.
    z.strictObject({
      kind: z.literal('percentage'),
      ratePpm: rate,
      fixed: minor,
      floor: minor.nullable(),
      cap: minor.nullable(),
    }),
    // Each tier's rate on the part of the month's volume that lies in it.
    z.strictObject({ kind: z.literal('graduated'), tiers }),
    // One rate on the whole volume, known at the month's end: charged at the tier reached so far, then trued up.
    z.strictObject({ kind: z.literal('volume'), tiers }),
    // `included` payments of a month for `price` (spread evenly over them, the rest due at the end), `overage` each beyond.
    z.strictObject({ kind: z.literal('package'), included: count(1, 1_000_000_000), price: minor, overage: minor }),
    // What the method costs, plus our mark-up, plus fixed.
    z.strictObject({ kind: z.literal('cost-plus'), costPpm: rate, markupPpm: rate, fixed: minor }),
  ],
  { error: (issue) => (issue.code === 'invalid_union' ? 'unknown_choice' : 'wrong_type') },
)

export const feeRule = z.strictObject({
  id: slug,
  name: text(80),
  products: set(product, 1, 5),
  currency,
  payer: party,
  payee: party,
  price,
  onRefund: z.enum(['return', 'keep'], 'unknown_choice'),
})

export const fees = z.strictObject({
  zone, // whose midnight begins the fee month
  period: z.literal('month', 'unknown_choice'),
  rules: list(feeRule, 1, 60),
  // The fees of these rules together come to at least `minimum` a period; what is missing is due at its end.
  commitments: list(z.strictObject({ id: slug, rules: set(slug, 1, 60), minimum: minor, currency }), 0, 20),
})

export const revenueShare = z.strictObject({
  base: z.enum(['gross-fee', 'net-fee'], 'unknown_choice'),
  shares: signatoryShares,
  sharesLosses: z.boolean('not_yes_or_no'), // when the base of a payment is negative: shared too, or borne by the institution
  onRefund: z.enum(['claw-back', 'keep'], 'unknown_choice'),
})

export const reasons = [
  'unauthorised',
  'not-received',
  'not-as-described',
  'duplicate',
  'unknown-outcome',
  'other',
] as const

export const risk = z.strictObject({
  // The first row that matches decides; the last is always '*', '*'.
  rows: list(
    z.strictObject({ reason: z.enum([...reasons, '*'], 'unknown_choice'), strength: anyStrength, shares }),
    1,
    40,
  ),
  // Per case: `party` bears the first `amount`; the table splits the rest.
  firstLoss: z.strictObject({ party, amount: minor, currency }).nullable(),
  // Per case: `party` bears at most `amount`; what is above goes to `excessTo`.
  caps: list(z.strictObject({ party, amount: minor, currency, excessTo: party }), 0, 3),
  evidenceDays: count(1, 400),
})

export const reserve = z.strictObject({
  rollingPpm: ppm, // of each settlement, withheld
  days: count(0, 400), // and released after so many days
  cap: minor.nullable(), // withholding stops when so much is held
  deposit: minor, // beside it, paid once
  currency,
})

export const settlement = z.strictObject({
  zone,
  cutOff: timeOfDay, // before noon it ends the night after the day, so 00:00 is the midnight that ends the day
  cycleDays: count(0, 60), // T+n
  businessDaysOnly: z.boolean('not_yes_or_no'),
  holidays: set(day, 0, 400),
  workdays: set(day, 0, 400), // weekend days that are worked (调休)
  currency,
  net: z.enum(['net', 'gross'], 'unknown_choice'),
  minimum: minor, // a smaller sum waits for the next cycle
  fxMarkupPpm: rate,
  discrepancyDays: count(1, 90),
  tolerance: minor, // a line may differ by so much before it is a discrepancy
})

export const refunds = z.strictObject({
  windowDays: count(0, 1_000),
  partial: z.boolean('not_yes_or_no'),
  disputeDays: count(0, 1_000), // a payer may dispute so long after the payment
  answerDays: count(1, 90), // a retrieval request is answered within
  retrievalsMax: count(0, 20),
  escalationDays: count(1, 90),
  escalationsMax: count(0, 10),
})

export const limits = z.strictObject({
  zone, // whose midnight begins a day and a month
  // Per payer. Every row that matches applies.
  rows: list(
    z.strictObject({
      products: set(product, 1, 5),
      strength: anyStrength,
      currency,
      perPayment: minor.nullable(),
      perDay: minor.nullable(),
      perMonth: minor.nullable(),
      source: line(160).nullable(), // the rule of law behind the number, if one is
    }),
    0,
    60,
  ),
})

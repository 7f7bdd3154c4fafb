import { z } from 'zod'
import {
  count,
  currency,
  day,
  digest,
  line,
  list,
  minor,
  moment,
  ppm,
  product,
  region,
  set,
  shares,
  slug,
  text,
  timeOfDay,
  zone,
} from './leaf.ts' // prettier: one list

// The clauses about who, where and how: parties, scope, integration, monitoring, service levels, marketing, data, term, law.

const partyDetail = z.strictObject({
  name: text(120),
  registration: z.string('not_text').regex(/^[A-Za-z0-9][A-Za-z0-9-]{3,39}$/, 'registration_format'),
  address: text(240),
  signatory: z.strictObject({ name: line(80), title: text(80) }),
  certificate: digest.nullable(), // SHA-256 of the signing certificate's DER
})

export const parties = z.strictObject({ institution: partyDetail, wallet: partyDetail })

export const scope = z.strictObject({
  modes: set(z.enum(['technical', 'marketing', 'data-sharing'], 'unknown_choice'), 1, 3),
  regions: set(region, 1, 300),
  products: set(product, 1, 5),
  currencies: set(currency, 1, 50),
})

export const integration = z.strictObject({
  protocol: line(80),
  capabilities: set(slug, 0, 60),
  certificationProfile: slug,
  // When the wallet promises to answer, local time of the settlement zone.
  availabilityWindows: list(z.strictObject({ from: timeOfDay, until: timeOfDay }), 1, 8),
  // The inquiry ladder: seconds to wait before each further inquiry, never falling; the last repeats until the file closes it.
  inquirySeconds: list(count(1, 604_800), 1, 40),
})

export const monitoring = z.strictObject({
  triggers: list(
    z.strictObject({
      id: slug,
      name: text(120),
      metric: z.enum(['unauthorised', 'disputes', 'refunds', 'errors'], 'unknown_choice'),
      subject: z.enum(['merchant', 'partner'], 'unknown_choice'),
      // Both, where both are given, must be passed in `windows` consecutive windows.
      amountOver: minor.nullable(),
      currency,
      ratioOverPpm: ppm.nullable(),
      window: z.enum(['minute', 'day', 'month'], 'unknown_choice'),
      windows: count(1, 10_000),
      action: z.enum(['warn', 'limit', 'suspend', 'close'], 'unknown_choice'),
    }),
    0,
    40,
  ),
})

export const serviceLevels = z.strictObject({
  zone,
  period: z.literal('month', 'unknown_choice'),
  // A minute is down when it lies in a run of at least `minutes` minutes whose error rate is above the bound.
  downtime: z.strictObject({ errorsOverPpm: ppm, minutes: count(1, 1_440) }),
  levels: list(
    z.strictObject({
      id: slug,
      name: text(120),
      metric: z.enum(['availability', 'success-rate', 'notices-in-time', 'files-in-time'], 'unknown_choice'),
      // From the best band down; the last begins at 0. The credit is a part of the period's wallet fees.
      bands: list(z.strictObject({ atLeastPpm: ppm, creditPpm: ppm }), 1, 12),
    }),
    0,
    12,
  ),
})

export const marketing = z.strictObject({
  annexes: list(
    z.strictObject({
      id: slug,
      name: text(120),
      currency,
      budget: minor,
      funding: shares,
      discountPpm: ppm, // of the amount
      perPayment: minor, // discount at most
      perPayer: minor, // discount at most over the whole campaign
      minimumAmount: minor, // smaller payments get none
      products: set(product, 1, 5),
      firstDay: day,
      lastDay: day, // inclusive, zone of the fees clause
      onRefund: z.enum(['return', 'keep'], 'unknown_choice'), // does a refund give the subsidy back to the budget?
      eligibility: text(400), // printed, never executed
    }),
    0,
    20,
  ),
})

export const dataSharing = z.strictObject({
  scopes: list(
    z.strictObject({
      id: slug,
      field: slug,
      purpose: text(200),
      basis: z.enum(['contract', 'consent', 'law'], 'unknown_choice'),
      direction: z.enum(['to-wallet', 'to-institution'], 'unknown_choice'),
      retentionDays: count(0, 20_000),
      recipient: text(120),
    }),
    0,
    80,
  ),
})

export const term = z.strictObject({
  effective: moment,
  months: count(1, 240), // local months of the settlement zone
  renewal: z.enum(['none', 'automatic'], 'unknown_choice'), // automatic: for the same number of months again
  noticeDays: count(0, 400),
  windDownDays: count(0, 1_000), // refunds and disputes still run
})

export const law = z.strictObject({
  governing: text(120),
  forum: text(200),
  prevailing: z.enum(['zh', 'en'], 'unknown_choice'),
  notes: list(text(600), 0, 20), // free words: printed and signed, never executed
})

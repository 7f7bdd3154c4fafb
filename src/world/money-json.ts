import { holdsCardNumber } from '../base/cardInText.ts'
import { type Currency, currencies } from '../base/currency.ts'
import type { Id } from '../base/id.ts'
import { type Money, minorMax } from '../base/money.ts'
import { type Day, fromRfc3339, type Instant, isDay, toRfc3339 } from '../base/time.ts'
import { z } from './route.ts'

// Codecs: the left side is what travels as JSON, the right side what the house works with.

const minorText = z.string().regex(/^(0|-?[1-9]\d{0,18})$/)

/** Minor units as digits ↔ bigint of at most 63 bits. A text, because a JSON number may pass through a float. */
export const minorJson = z
  .codec(minorText, z.bigint().min(-minorMax).max(minorMax), { decode: BigInt, encode: String })
  .meta({ id: 'Minor', description: 'Whole number of minor units as digits: "1999" is 19.99 CNY', examples: ['1999'] })

/** An ISO 4217 code this house can hold. */
export const currencyJson = z
  .enum(currencies as [Currency, ...Currency[]])
  .meta({ id: 'Currency', description: 'ISO 4217 currency', examples: ['CNY'] })

/** Money of any sign: { "currency": "CNY", "minor": "1999" } ↔ Money. */
export const moneyJson = z
  .strictObject({ currency: currencyJson, minor: minorJson })
  .meta({ id: 'Money', description: 'An amount in minor units of its currency' })

/** Money above zero: what may be asked for. */
export const positiveMoneyJson = z
  .strictObject({
    currency: currencyJson,
    minor: z
      .codec(z.string().regex(/^[1-9]\d{0,18}$/), z.bigint().min(1n).max(minorMax), { decode: BigInt, encode: String })
      .meta({ description: 'Whole number of minor units above zero, as digits', examples: ['1999'] }),
  })
  .meta({ id: 'PositiveMoney', description: 'An amount above zero in minor units of its currency' })

/** RFC 3339 text ↔ Instant. Answers are always UTC with milliseconds. */
export const timeJson = z
  .codec(z.string().max(40), z.int(), { decode: readTime, encode: (at) => toRfc3339(at) })
  .meta({ id: 'Time', description: 'RFC 3339 moment', format: 'date-time', examples: ['2026-07-01T02:00:00.000Z'] })

function readTime(text: string, context: { issues: z.core.$ZodRawIssue[]; value: string }): Instant {
  const at = fromRfc3339(text)
  if (at !== null) return at
  context.issues.push({ code: 'custom', input: text, params: { zh: '不是 RFC 3339 时间', en: 'not an RFC 3339 time' } })
  return z.NEVER
}

/** A calendar day, 2026-07-01. */
export const dayJson = z
  .string()
  .max(10)
  .refine(isDay, { params: { zh: '不是日历日', en: 'not a calendar day' } })
  .meta({ id: 'Day', format: 'date', description: 'Calendar day', examples: ['2026-07-01'] }) as unknown as z.ZodType<
  Day,
  Day
>

/** SHA-256 in lower-case hexadecimal. */
export const digestJson = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ id: 'Digest', description: 'SHA-256, lower-case hexadecimal' })

/** A text in both languages of the house. */
export const bothTexts = z
  .strictObject({ zh: z.string().min(1).max(2_000), en: z.string().min(1).max(2_000) })
  .meta({ id: 'Text', description: 'The same text in Chinese and English' })

/** An id of one kind: idJson('pay') takes `pay_` and 26 characters. */
export const idJson = <Kind extends string>(kind: Kind): z.ZodType<Id<Kind>, Id<Kind>> =>
  z
    .string()
    .regex(new RegExp(`^${kind}_[0-9a-hjkmnp-tv-z]{26}$`), { abort: true })
    .meta({ examples: [`${kind}_01k5xg3v0000000000000000ab`] }) as unknown as z.ZodType<Id<Kind>, Id<Kind>>

/**
 * A line of text people write: no control characters, 1 to `most` characters, trimmed ends refused nowhere. A card number in it is
 * refused, because free text reaches database, console and files in clear (PCI DSS 4.0.1, 3.5.1).
 */
export const lineJson = (most: number): z.ZodString => referenceJson(most).refine(hasNoCardNumber, cardRefused)

/** As `lineJson` for a number somebody else gave (a bank's reference, a merchant's id of the payer): it may look like anything. */
export const referenceJson = (most: number): z.ZodString =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u)

const hasNoCardNumber = (text: string): boolean => !holdsCardNumber(text)
// Says what is wrong and never what was written.
const cardRefused = {
  params: {
    zh: '疑似含银行卡号，请删去后重试；卡号只能在付款方式中填写',
    en: 'this looks like a card number: take it out and send again; card numbers belong into payment methods only',
  },
}

/** At most 100 items of a list. */
export const pageItemsMax = 100

/** The query of every list: `limit` 1–100 (20 when absent) and `cursor` as the last answer's `next` gave it. */
export const pageQuery = {
  limit: z
    .codec(z.string().regex(/^([1-9]\d?|100)$/), z.int().min(1).max(pageItemsMax), { decode: Number, encode: String })
    .optional()
    .meta({ description: 'Items wanted, 1–100; 20 when absent' }),
  cursor: z.string().min(1).max(300).optional().meta({ description: '`next` of the previous page' }),
}

/** The answer of every list. `next` is null on the last page. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item).max(pageItemsMax), next: z.string().max(300).nullable() })

/** Money as JSON without a schema, for events and logs. */
export const toMoneyJson = (amount: Money): { currency: Currency; minor: string } => ({
  currency: amount.currency,
  minor: String(amount.minor),
})

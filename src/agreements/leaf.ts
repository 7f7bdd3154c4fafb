import { z } from 'zod'
import { currencies } from '../base/currency.ts'
import { type Digest, isDigest } from '../base/digest.ts'
import { type Id, isId } from '../base/id.ts'
import { type Day, fromRfc3339, isDay, toRfc3339 } from '../base/time.ts'

// The leaves of an agreement. Every string is one text for one meaning (NFC, no invisible characters), every list is bounded,
// every number is a safe integer. The message of a check is the code of a row in problem.ts.

/** Digits of minor units, no sign, no leading zero, at most 18: always fits a ledger column. */
export const minor = z.string('not_text').regex(/^(0|[1-9][0-9]{0,17})$/, 'amount_format')

/** Integer parts per million, 0 to 1,000,000. */
export const ppm = z.int('not_whole').min(0, 'too_small').max(1_000_000, 'too_large')

/** A whole number from `least` to `most`. */
export const count = (least: number, most: number) => z.int('not_whole').min(least, 'too_small').max(most, 'too_large')

// No control, no zero-width, no direction override: what the signer reads is what the digest covers (Unicode TR 36).
const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/u

/** A line of text of at most `most` UTF-16 units: NFC, well-formed, nothing invisible, no blank at either end. */
export const line = (most: number) =>
  z
    .string('not_text')
    .min(1, 'empty')
    .max(most, 'too_long')
    .normalize('NFC')
    .refine((text) => text.isWellFormed() && !invisible.test(text) && text.trim() === text, 'unclean_text')

/** The same statement in both languages. */
export const text = (most: number) => z.strictObject({ zh: line(most), en: line(most) })

/** A short name that paths, meters and people use: `wallet-qr`. */
export const slug = z.string('not_text').regex(/^[a-z][a-z0-9-]{0,39}$/, 'name_format')

export const currency = z.enum(currencies, 'unknown_choice')
export const product = z.enum(['online', 'qr-merchant', 'qr-consumer', 'nfc', 'in-app'], 'unknown_choice')
export const party = z.enum(['institution', 'wallet', 'merchant'], 'unknown_choice')
export const strength = z.enum(['none', 'one-factor', 'two-factor'], 'unknown_choice')
export const anyStrength = z.enum(['none', 'one-factor', 'two-factor', '*'], 'unknown_choice')

/** ISO 3166-1 country, or a subdivision of ISO 3166-2: `CN`, `CN-31`. */
export const region = z.string('not_text').regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'region_format')

/** A local time of day; `24:00` is the end of the day. */
export const timeOfDay = z.string('not_text').regex(/^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$/, 'time_format')

export const day = z.string('not_text').refine(isDay, 'day_format') as unknown as z.ZodType<Day>
export const digest = z.string('not_text').refine(isDigest, 'digest_format') as unknown as z.ZodType<Digest>
export const agreementId = z
  .string('not_text')
  .refine((id) => isId('agr', id), 'agreement_id_format') as unknown as z.ZodType<Id<'agr'>>

/** A moment, kept as RFC 3339 UTC with milliseconds whatever offset it was written with. */
export const moment = z
  .string('not_text')
  .max(40, 'too_long')
  .refine((written) => isDay(written.slice(0, 10)) && fromRfc3339(written) !== null, 'moment_format')
  .overwrite((written) => toRfc3339(fromRfc3339(written) ?? 0))

/** An IANA time zone under its own spelling: `Asia/Shanghai`, never `asia/shanghai` or an offset. */
export const zone = z.string('not_text').max(64, 'too_long').refine(isZone, 'zone_unknown')

/** A list in its written order, at most `most` members. */
export const list = <Member extends z.ZodType>(member: Member, least: number, most: number) =>
  z.array(member, 'not_list').min(least, 'too_few').max(most, 'too_many')

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const byParty = <Part extends { party: string }>(parts: Part[]): Part[] =>
  [...parts].sort((a, b) => byCodeUnit(a.party, b.party))

/** A set of words: order and repetition mean nothing, so it is kept sorted by code unit and without doubles. */
export const set = <Member extends z.ZodType<string>>(member: Member, least: number, most: number) =>
  list(member, least, most).overwrite((members) => [...new Set(members)].sort(byCodeUnit) as typeof members)

// A share of nothing is written by leaving the party out.
const part = ppm.min(1, 'too_small')

/** Parts of a whole by party. Order means nothing: kept by party name, which is also how ties of a cent are broken. */
export const shares = list(z.strictObject({ party, ppm: part }), 1, 3).overwrite(byParty)

/** Parts of the two who sign. */
export const signatoryShares = list(
  z.strictObject({ party: z.enum(['institution', 'wallet'], 'unknown_choice'), ppm: part }),
  1,
  2,
).overwrite(byParty)

function isZone(name: string): boolean {
  if (!/^(UTC|[A-Z][A-Za-z_]+(\/[A-Z][A-Za-z_+-]+)+)$/.test(name)) return false
  try {
    const known = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
    return known === name || known.toLowerCase() !== name.toLowerCase()
  } catch {
    return false // a RangeError: no such zone
  }
}

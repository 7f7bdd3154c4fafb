import { bothTexts, digestJson, timeJson } from '../world/money-json.ts'
import { z } from '../world/route.ts'
import { type Consent, consentForms, consentStates } from './consent.ts'
import type { ConsentText, Purpose } from './purpose.ts'
import type { Recipient } from './recipient.ts'

/** Id of a purpose or a scope: a word. */
export const wordJson = z.string().regex(/^[a-z][a-z0-9_-]{1,40}$/)
export const recipientId = z.string().regex(/^rcp_[a-z0-9_]{2,40}$/)

export const scopeJson = z.strictObject({ id: wordJson, name: bothTexts }).meta({ id: 'ConsentScope' })

export const textJson = z
  .strictObject({
    digest: digestJson,
    version: z.int(),
    zh: z.string(),
    en: z.string(),
    effectiveAt: timeJson,
    publishedAt: timeJson,
  })
  .meta({ id: 'ConsentText' })

export const purposeFields = {
  name: bothTexts,
  why: bothTexts,
  basis: z.enum(['consent', 'contract', 'law']).meta({ description: 'Ground of PIPL 13 / GDPR 6' }),
  scopes: z.array(scopeJson).min(1).max(20),
  separate: z.boolean(),
  sensitive: z.boolean(),
  written: z.boolean(),
  shares: z.boolean(),
  credit: z.boolean(),
  recommends: z.boolean(),
  abroad: z.boolean().default(false).meta({ description: 'Data leave the country' }),
  noticeDays: z.int().min(0).max(365),
  lastsDays: z.int().min(1).max(3_650).nullable(),
  keep: wordJson.meta({ description: 'Rule of the retention engine' }),
  active: z.boolean(),
}
export const purposeJson = z
  .strictObject({ id: wordJson, ...purposeFields, text: textJson.nullable() })
  .meta({ id: 'ConsentPurpose' })

export const recipientFields = {
  name: bothTexts,
  contact: z.string().min(3).max(200),
  purpose: bothTexts,
  method: bothTexts,
  categories: z.array(wordJson).min(1).max(20),
  affiliate: z
    .strictObject({ term: bothTexts, protection: bothTexts, contract: z.string().min(1).max(100) })
    .nullable()
    .meta({ description: 'What sharing with an affiliate adds; null for others' }),
  licence: z.string().min(1).max(100).nullable().meta({ description: 'Licence for personal credit reporting' }),
  active: z.boolean(),
}
export const recipientJson = z.strictObject({ id: recipientId, ...recipientFields }).meta({ id: 'ConsentRecipient' })

export const consentJson = z
  .strictObject({
    id: z.string(),
    subject: z.string(),
    purpose: z.strictObject({ id: z.string(), name: bothTexts, sensitive: z.boolean(), written: z.boolean() }),
    scopes: z.array(scopeJson).max(20),
    recipient: z.strictObject({ id: z.string(), name: bothTexts }).nullable(),
    state: z.enum(consentStates),
    form: z.enum(consentForms),
    guardian: z.boolean().meta({ description: 'A guardian gave it' }),
    place: z.string().nullable().meta({ description: 'Screen it was given on; null once its evidence is forgotten' }),
    textDigest: digestJson,
    givenAt: timeJson,
    until: timeJson.nullable(),
    endedAt: timeJson.nullable(),
    receipt: digestJson,
  })
  .meta({ id: 'Consent' })

export const toTextView = (text: ConsentText): z.output<typeof textJson> => ({
  digest: text.digest,
  version: text.version,
  zh: text.zh,
  en: text.en,
  effectiveAt: text.effectiveAt,
  publishedAt: text.publishedAt,
})

export const toRecipientView = ({ terms, ...same }: Recipient): z.output<typeof recipientJson> => ({
  ...same,
  ...terms,
})

/** A consent with the names of what it is about. Session, passkey and address stay inside. */
export function toConsentView(
  consent: Consent,
  purposes: readonly Purpose[],
  recipients: readonly Recipient[],
): z.output<typeof consentJson> {
  const purpose = purposes.find(({ id }) => id === consent.purpose)
  const recipient = recipients.find(({ id }) => id === consent.recipient)
  const unnamed = (id: string) => ({ zh: id, en: id })
  return {
    id: consent.id,
    subject: consent.subject,
    purpose: {
      id: consent.purpose,
      name: purpose?.name ?? unnamed(consent.purpose),
      sensitive: purpose?.sensitive ?? false,
      written: purpose?.written ?? false,
    },
    scopes: consent.scopes.map((id) => ({
      id,
      name: purpose?.scopes.find((scope) => scope.id === id)?.name ?? unnamed(id),
    })),
    recipient:
      consent.recipient === null
        ? null
        : { id: consent.recipient, name: recipient?.name ?? unnamed(consent.recipient) },
    state: consent.state,
    form: consent.form,
    guardian: consent.givenBy !== consent.subject,
    place: consent.evidence?.place ?? null,
    textDigest: consent.textDigest,
    givenAt: consent.givenAt,
    until: consent.until,
    endedAt: consent.endedAt,
    receipt: consent.receipt,
  }
}

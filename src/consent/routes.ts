import { idJson, page, pageQuery } from '../world/money-json.ts'
import { type Ask, type Route, route, type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { consentStates, receiptOf } from './consent.ts'
import { consentFaults } from './errors.ts'
import { consentById, consentCounts, consentsBy } from './store.ts'
import { purposesAll, recipientsAll, textsInForce } from './storeCatalogue.ts'
import {
  consentJson,
  purposeJson,
  recipientId,
  recipientJson,
  toConsentView,
  toRecipientView,
  toTextView,
  wordJson,
} from './view.ts'

const listQuery = z.strictObject({
  ...pageQuery,
  cursor: idJson('cns').optional(),
  subject: idJson('con').optional(),
  purpose: wordJson.optional(),
  recipient: recipientId.optional(),
  state: z.enum(consentStates).optional(),
})
const countJson = z.strictObject({
  purpose: z.string(),
  state: z.enum(consentStates),
  consents: z.int(),
})

/** What the institution and its auditors read. A person's own doors stand in src/privacy, beside her sign-in. */
export const consentRoutes: Route[] = [
  route({
    name: 'listConsents',
    does: 'GET /v1/consents',
    tag: 'consent',
    summary: { zh: '授权台账，最新在前', en: 'The ledger of consents, newest first' },
    may: 'consents.read',
    query: listQuery,
    reply: page(consentJson),
    refuses: [],
    handle: listConsents,
  }),
  route({
    name: 'getConsent',
    does: 'GET /v1/consents/{id}',
    tag: 'consent',
    summary: { zh: '一份授权及其回执', en: 'One consent and its receipt' },
    may: 'consents.read',
    params: z.strictObject({ id: idJson('cns') }),
    reply: z
      .strictObject({ consent: consentJson, receipt: z.unknown() })
      .meta({ id: 'ConsentWithReceipt', description: 'SHA-256 of the receipt’s canonical JSON is consent.receipt' }),
    refuses: [consentFaults.notFound],
    handle: async (w, { who, params }) => {
      const consent = reads(who) ? await consentById(w, params.id) : null
      if (!consent) throw consentFaults.notFound({ consent: params.id })
      const [purposes, recipients] = await Promise.all([purposesAll(w), recipientsAll(w)])
      return {
        consent: toConsentView(consent, purposes, recipients),
        receipt: receiptOf(consent) as z.core.util.JSONType,
      }
    },
  }),
  route({
    name: 'listConsentPurposes',
    does: 'GET /v1/consent-purposes',
    tag: 'consent',
    summary: { zh: '处理目的目录与现行告知文本', en: 'The catalogue of purposes with the texts in force' },
    may: 'consents.read',
    reply: z.strictObject({
      items: z.array(purposeJson).max(200),
      counts: z.array(countJson).max(1_000),
      next: z.null(),
    }),
    refuses: [],
    handle: async (w, { who }) => {
      if (!reads(who)) return { items: [], counts: [], next: null }
      const [purposes, texts] = await Promise.all([purposesAll(w), textsInForce(w, w.now())])
      const items = purposes.map((purpose) => {
        const text = texts.find((held) => held.purpose === purpose.id)
        return { ...purpose, text: text ? toTextView(text) : null }
      })
      return { items, counts: await consentCounts(w), next: null }
    },
  }),
  route({
    name: 'listConsentRecipients',
    does: 'GET /v1/consent-recipients',
    tag: 'consent',
    summary: { zh: '个人信息接收方', en: 'Who receives personal data' },
    may: 'consents.read',
    reply: z.strictObject({ items: z.array(recipientJson).max(200), next: z.null() }),
    refuses: [],
    handle: async (w, { who }) => ({
      items: reads(who) ? (await recipientsAll(w)).map(toRecipientView) : [],
      next: null,
    }),
  }),
]

async function listConsents(w: World, { who, query }: Ask<unknown, z.output<typeof listQuery>>) {
  if (!reads(who)) return { items: [], next: null }
  const { limit = 20, cursor = '', ...filter } = query
  const [found, purposes, recipients] = await Promise.all([
    consentsBy(w, filter, cursor, limit + 1),
    purposesAll(w),
    recipientsAll(w),
  ])
  const items = found.slice(0, limit).map((consent) => toConsentView(consent, purposes, recipients))
  return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null }
}

const reads = ({ orgKind }: Who): boolean => orgKind === 'institution' || orgKind === 'auditor'

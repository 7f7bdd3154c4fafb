import type { Consent } from '../consent/consent.ts'
import { consentsBy, purposesAll, recipientsAll, refusalsOf, textsInForce, wardsByGuardian } from '../consent/find.ts'
import type { Purpose } from '../consent/purpose.ts'
import type { Recipient } from '../consent/recipient.ts'
import { scopeJson, textJson, toTextView } from '../consent/view.ts'
import { bothTexts, timeJson } from '../world/money-json.ts'
import { z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { retentionRule } from './retention.ts'
import { relationEndedAt } from './storeRetention.ts'

/** Where a purpose stands for one person. */
const standings = ['allowed', 'not_asked', 'withdrawn', 'outdated', 'refused', 'law', 'contract'] as const

const receiverJson = z
  .strictObject({
    id: z.string(),
    name: bothTexts,
    contact: z.string(),
    purpose: bothTexts,
    method: bothTexts,
    categories: z.array(scopeJson).max(20),
    licence: z.string().nullable(),
    consent: z.string().nullable().meta({ description: 'The consent in force for this recipient' }),
    until: timeJson.nullable(),
    isOutdated: z.boolean().meta({ description: 'Agreed to before, but what was agreed to has changed' }),
  })
  .meta({ id: 'PrivacyReceiver' })

const useJson = z
  .strictObject({
    id: z.string(),
    name: bothTexts,
    why: bothTexts,
    basis: z.enum(['consent', 'contract', 'law']),
    scopes: z.array(scopeJson).max(20),
    sensitive: z.boolean(),
    separate: z.boolean(),
    written: z.boolean(),
    recommends: z.boolean(),
    shares: z.boolean(),
    text: textJson.nullable(),
    standing: z.enum(standings),
    consent: z.string().nullable(),
    until: timeJson.nullable().meta({ description: 'When the consent ends by itself' }),
    receivers: z.array(receiverJson).max(200),
    keep: z
      .strictObject({
        data: bothTexts,
        years: z.int(),
        months: z.int(),
        days: z.int(),
        from: bothTexts,
        law: bothTexts,
      })
      .nullable(),
  })
  .meta({ id: 'PrivacyUse' })

export const overviewJson = z
  .strictObject({
    subject: z.string(),
    uses: z.array(useJson).max(200),
    restricted: z.boolean().meta({ description: 'Nothing is used any more but what a law demands' }),
    relationEndedAt: timeJson.nullable(),
    wards: z.array(z.strictObject({ subject: z.string(), lastDay: z.string() })).max(20),
  })
  .meta({ id: 'PrivacyOverview' })

/** What is used of one person's data, for what, by whom, and how long it is kept. */
export async function overviewOf(w: World, subject: string): Promise<z.output<typeof overviewJson>> {
  const [purposes, texts, recipients, consents, refusals, ended, wards] = await Promise.all([
    purposesAll(w),
    textsInForce(w, w.now()),
    recipientsAll(w),
    consentsBy(w, { subject }, '', 500),
    refusalsOf(w, subject),
    relationEndedAt(w, subject),
    wardsByGuardian(w, subject),
  ])
  const restricted = refusals.some(({ purpose }) => purpose === '*')
  const uses = purposes
    .filter(({ active }) => active)
    .map((purpose) => {
      const own = consents.filter((consent) => consent.purpose === purpose.id)
      const inForce = own.find(({ state, recipient }) => state === 'in_force' && recipient === null) ?? null
      const isRefused = restricted || refusals.some((refusal) => refusal.purpose === purpose.id)
      const text = texts.find((held) => held.purpose === purpose.id)
      const receivers = purpose.shares ? receiversOf(purpose, recipients, isRefused ? [] : own) : []
      return {
        id: purpose.id,
        name: purpose.name,
        why: purpose.why,
        basis: purpose.basis,
        scopes: purpose.scopes,
        sensitive: purpose.sensitive,
        separate: purpose.separate,
        written: purpose.written,
        recommends: purpose.recommends,
        shares: purpose.shares,
        text: text ? toTextView(text) : null,
        standing: standingOf(
          purpose,
          own[0]?.state ?? null,
          isRefused,
          own.some(({ state }) => state === 'in_force'),
        ),
        consent: inForce?.id ?? null,
        until: inForce?.until ?? null,
        receivers,
        keep: keepOf(purpose.keep),
      }
    })
  return {
    subject,
    uses,
    restricted,
    relationEndedAt: ended,
    wards: wards.map(({ subject: ward, lastDay }) => ({ subject: ward, lastDay })),
  }
}

function receiversOf(
  purpose: Purpose,
  recipients: readonly Recipient[],
  own: readonly Consent[],
): z.output<typeof receiverJson>[] {
  return recipients
    .map((recipient) => ({
      ...recipient,
      categories: purpose.scopes.filter(({ id }) => recipient.terms.categories.includes(id)),
    }))
    .filter(
      ({ active, licence, categories }) => active && categories.length > 0 && (!purpose.credit || licence !== null),
    )
    .map(({ id, name, terms, licence, categories }) => {
      const ofIt = own.filter(({ recipient }) => recipient === id)
      const live = ofIt.find(({ state }) => state === 'in_force') ?? null
      return {
        id,
        name,
        contact: terms.contact,
        purpose: terms.purpose,
        method: terms.method,
        categories,
        licence,
        consent: live?.id ?? null,
        until: live?.until ?? null,
        isOutdated: live === null && ofIt.some(({ state }) => state === 'outdated'),
      }
    })
}

function standingOf(
  purpose: Purpose,
  newest: string | null,
  isRefused: boolean,
  isLive: boolean,
): (typeof standings)[number] {
  if (purpose.basis === 'law') return 'law'
  if (isRefused) return 'refused'
  if (purpose.basis === 'contract') return 'contract'
  if (isLive) return 'allowed'
  if (newest === 'outdated') return 'outdated'
  return newest === null ? 'not_asked' : 'withdrawn'
}

function keepOf(id: string): z.output<typeof useJson>['keep'] {
  const rule = retentionRule(id)
  if (!rule) return null
  const { years = 0, months = 0, days = 0 } = rule.keep
  return { data: rule.data, years, months, days, from: rule.from, law: rule.law }
}

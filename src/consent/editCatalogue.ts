import type { Canonical } from '../base/canonical.ts'
import { dayMs, type Instant } from '../base/time.ts'
import { record } from '../world/record.ts'
import type { Inside } from '../world/world.ts'
import { refuseUnassessed } from './assess.ts'
import { consentFaults } from './errors.ts'
import { type ConsentText, type Purpose, purposeDigest, textDigest } from './purpose.ts'
import { type Recipient, recipientDigest } from './recipient.ts'
import {
  purposeById,
  purposesAll,
  recipientById,
  savePurpose,
  saveRecipient,
  saveText,
  textsOf,
} from './storeCatalogue.ts'

type Both = { zh: string; en: string }

/**
 * Enters a purpose into the catalogue or changes it. A change of what people agreed to (purpose, reason, data, ground) voids the
 * consents given before. Faults: consent.separate_rule, consent.assessment_needed.
 */
export async function definePurpose(i: Inside, purpose: Purpose): Promise<void> {
  refusePurpose(purpose)
  await refuseUnassessed(i, purpose)
  const before = await purposeById(i, purpose.id)
  await savePurpose(i, purpose, before ? 0 : (await purposesAll(i)).length)
  record(i, {
    act: 'consent.define_purpose',
    object: purpose.id,
    ...(before ? { before: before as unknown as Canonical } : {}),
    after: purpose as unknown as Canonical,
    facts: { digest: purposeDigest(purpose), active: purpose.active },
  })
}

/** Refuses a purpose that hides what needs a consent of its own. Fault consent.separate_rule. */
export function refusePurpose(purpose: Purpose): void {
  if (!purpose.separate && (purpose.sensitive || purpose.shares || purpose.written)) throw consentFaults.separateRule()
}

/**
 * Publishes new words for a purpose. Whoever agreed to older ones is asked anew once they take effect. Faults:
 * consent.no_such_purpose; consent.notice_too_short when the purpose must be public for some days first (its very first text may
 * hold at once: nobody has agreed to anything yet).
 */
export async function publishText(
  i: Inside,
  purposeId: string,
  words: Both,
  effectiveAt: Instant,
): Promise<ConsentText> {
  const latest = await refuseText(i, purposeId, effectiveAt)
  const version = (latest?.version ?? 0) + 1
  const digest = textDigest(purposeId, version, words)
  const text = { ...words, digest, purpose: purposeId, version, effectiveAt, publishedAt: i.now() }
  await saveText(i, text)
  record(i, { act: 'consent.publish_text', object: purposeId, facts: { version, digest, effectiveAt } })
  return text
}

/** The latest words of a purpose, when newer ones may take effect at this moment. Faults as `publishText`. */
export async function refuseText(i: Inside, purposeId: string, effectiveAt: Instant): Promise<ConsentText | null> {
  const purpose = await purposeById(i, purposeId)
  if (!purpose) throw consentFaults.noSuchPurpose({ purpose: purposeId })
  const [latest = null] = await textsOf(i, purposeId)
  if (latest && effectiveAt < i.now() + purpose.noticeDays * dayMs)
    throw consentFaults.noticeTooShort({ days: String(purpose.noticeDays) })
  return latest
}

/** Refuses an affiliate of whom people would not be told what the law asks. Fault consent.affiliate_incomplete. */
export function refuseRecipient({ terms }: Recipient, isAffiliate: boolean): void {
  if (isAffiliate && terms.affiliate === null) throw consentFaults.affiliateIncomplete()
}

/** Enters somebody who receives data, or changes what people are told of her. Fault: consent.affiliate_incomplete. */
export async function nameRecipient(i: Inside, recipient: Recipient, isAffiliate: boolean): Promise<void> {
  refuseRecipient(recipient, isAffiliate)
  const before = await recipientById(i, recipient.id)
  await saveRecipient(i, recipient)
  record(i, {
    act: 'consent.name_recipient',
    object: recipient.id,
    ...(before ? { before: before as unknown as Canonical } : {}),
    after: recipient as unknown as Canonical,
    facts: { digest: recipientDigest(recipient), licence: recipient.licence, active: recipient.active },
  })
}

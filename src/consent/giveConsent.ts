import { type Digest, digestOf } from '../base/digest.ts'
import { newId } from '../base/id.ts'
import { dayMs } from '../base/time.ts'
import { emit } from '../world/events.ts'
import type { Inside } from '../world/world.ts'
import { guardedNow } from './answersFor.ts'
import { type Consent, type ConsentForm, digestOfEvidence, type Evidence, receiptDigest } from './consent.ts'
import { consentFaults } from './errors.ts'
import { type Purpose, purposeDigest } from './purpose.ts'
import { type Recipient, recipientDigest } from './recipient.ts'
import { consentById, consentToReplace, endConsent, saveConsent } from './store.ts'
import { purposeById, recipientById, textsOf } from './storeCatalogue.ts'

/** What somebody agrees to, and how she said so. */
export type Given = {
  subject: string
  /** The person herself, or her guardian. */
  by: string
  purpose: string
  scopes: readonly string[]
  recipient: string | null
  /** Digest of the text she read: it must be the one that holds. */
  text: Digest
  form: ConsentForm
  how: { place: string; language: string; session: string | null; proof: string | null; ip: string | null }
}

/**
 * Takes a person's consent to one purpose, for one recipient when data leave the house. What was agreed to before for the same
 * purpose and recipient is replaced; the same consent given twice is one. Faults: no_such_purpose, not_asked, text_outdated,
 * scope_unknown, recipient_needed, recipient_unused, no_such_recipient, beyond_recipient, unlicensed, written_needed,
 * guardian_needed.
 */
export async function giveConsent(i: Inside, given: Given): Promise<Consent> {
  const purpose = await askedPurpose(i, given)
  const recipient = await namedRecipient(i, given, purpose)
  await byWhomItMust(i, given)
  const terms = {
    scopes: [...new Set(given.scopes)].sort(),
    recipientDigest: recipient && recipientDigest(recipient),
    purposeDigest: purposeDigest(purpose),
    textDigest: given.text,
    form: given.form,
  }
  const before = await consentToReplace(i, given)
  if (before?.state === 'in_force' && isSame(before, terms)) return before
  if (before) await endConsent(i, before.id, 'replaced')
  const evidence = evidenceOf(i, given)
  const told = {
    id: newId('cns', i.now(), i.random),
    subject: given.subject,
    purpose: given.purpose,
    recipient: given.recipient,
    givenBy: given.by,
    ...terms,
    evidenceDigest: digestOfEvidence(evidence),
    givenAt: i.now(),
    until: purpose.lastsDays === null ? null : i.now() + purpose.lastsDays * dayMs,
  }
  const receipt = receiptDigest(told)
  await saveConsent(i, { ...told, evidence, receipt })
  const { id, subject, purpose: about } = told
  await emit(i, 'consent.given', { consent: id, subject, purpose: about, receipt, replaced: before?.id ?? null })
  return (await consentById(i, told.id)) as Consent
}

/** Takes several consents with one tap. Refuses those that must be asked for alone: consent.separate_needed. */
export async function giveConsentsTogether(i: Inside, all: readonly Given[]): Promise<Consent[]> {
  const consents: Consent[] = []
  for (const given of all) {
    if (all.length > 1 && (await purposeById(i, given.purpose))?.separate)
      throw consentFaults.separateNeeded({ purpose: given.purpose })
    consents.push(await giveConsent(i, given))
  }
  return consents
}

async function askedPurpose(i: Inside, { purpose: id, text, scopes, form }: Given): Promise<Purpose> {
  const purpose = await purposeById(i, id)
  if (!purpose?.active) throw consentFaults.noSuchPurpose({ purpose: id })
  if (purpose.basis !== 'consent') throw consentFaults.notAsked({ purpose: id })
  const texts = await textsOf(i, id)
  const held = texts.find(({ effectiveAt }) => effectiveAt <= i.now())
  const agreed = texts.find(({ digest }) => digest === text)
  // The next text may be agreed to while it is still only announced; an older one may not.
  if (!held || !agreed || agreed.version < held.version)
    throw consentFaults.textOutdated({ digest: held?.digest ?? '' })
  const unknown = scopes.find((scope) => purpose.scopes.every(({ id: known }) => known !== scope))
  if (unknown !== undefined || scopes.length === 0)
    throw consentFaults.scopeUnknown({ purpose: id, scope: unknown ?? '' })
  // A tap is no writing; a passkey's signature over the text is a reliable electronic one (电子签名法 13, 14).
  if (purpose.written && form === 'tap') throw consentFaults.writtenNeeded()
  return purpose
}

async function namedRecipient(i: Inside, given: Given, purpose: Purpose): Promise<Recipient | null> {
  if (given.recipient === null) {
    if (purpose.shares) throw consentFaults.recipientNeeded()
    return null
  }
  if (!purpose.shares) throw consentFaults.recipientUnused({ purpose: purpose.id })
  const recipient = await recipientById(i, given.recipient)
  if (!recipient?.active) throw consentFaults.noSuchRecipient({ recipient: given.recipient })
  const beyond = given.scopes.find((scope) => !recipient.terms.categories.includes(scope))
  if (beyond !== undefined) throw consentFaults.beyondRecipient({ recipient: recipient.name.zh, scope: beyond })
  if (purpose.credit && recipient.licence === null) throw consentFaults.unlicensed({ recipient: recipient.name.zh })
  return recipient
}

async function byWhomItMust(i: Inside, { subject, by }: Given): Promise<void> {
  const ward = await guardedNow(i, subject)
  if (ward !== null && by === subject) throw consentFaults.guardianNeeded()
  if (by !== subject && ward?.guardian !== by) throw consentFaults.notGuardian()
}

function evidenceOf(i: Inside, { how: { ip, ...how } }: Given): Evidence {
  const salt = Buffer.from(i.random.bytes(16)).toString('hex')
  return { ...how, salt, ip: ip === null ? null : digestOf(salt, ip) }
}

type Terms = Pick<Consent, 'scopes' | 'recipientDigest' | 'purposeDigest' | 'textDigest' | 'form'>
const isSame = (before: Terms, now: Terms): boolean =>
  before.scopes.join() === now.scopes.join() &&
  before.recipientDigest === now.recipientDigest &&
  before.purposeDigest === now.purposeDigest &&
  before.textDigest === now.textDigest &&
  before.form === now.form

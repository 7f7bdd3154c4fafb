import { type Canonical, canonical } from '../base/canonical.ts'
import { type Digest, digestOf } from '../base/digest.ts'
import type { Id } from '../base/id.ts'
import type { Instant } from '../base/time.ts'

/** Where a consent stands: the last four allow nothing. */
export type ConsentState = 'in_force' | 'withdrawn' | 'replaced' | 'expired' | 'outdated'
export const consentStates = ['in_force', 'withdrawn', 'replaced', 'expired', 'outdated'] as const

/** How it was given: a tap on a signed-in screen, a passkey's signature over the text, a signed paper. */
export type ConsentForm = 'tap' | 'passkey' | 'signature'
export const consentForms = ['tap', 'passkey', 'signature'] as const

/** How, when and where: kept apart so that it can be forgotten while the receipt stays provable. */
export type Evidence = {
  place: string
  language: string
  /** Session it was given in. */
  session: string | null
  /** Passkey that signed, or digest of the signed paper. */
  proof: string | null
  /** SHA-256 of salt and address. */
  ip: Digest | null
  salt: string
}

/** One consent of one person. */
export type Consent = {
  id: Id<'cns'>
  subject: string
  purpose: string
  scopes: string[]
  recipient: string | null
  recipientDigest: Digest | null
  purposeDigest: Digest
  textDigest: Digest
  /** The person herself, or who answers for her. */
  givenBy: string
  form: ConsentForm
  evidence: Evidence | null
  evidenceDigest: Digest
  givenAt: Instant
  until: Instant | null
  endedAt: Instant | null
  state: ConsentState
  receipt: Digest
}

type Told = Pick<
  Consent,
  | 'id'
  | 'subject'
  | 'purpose'
  | 'scopes'
  | 'recipient'
  | 'recipientDigest'
  | 'purposeDigest'
  | 'textDigest'
  | 'givenBy'
  | 'form'
  | 'evidenceDigest'
  | 'givenAt'
  | 'until'
>

/** The receipt of a consent. Its digest stands in the record of the day it was given, so the log proves every word of it. */
export const receiptOf = (consent: Told): Canonical => ({
  covenant: 'consent/1',
  id: consent.id,
  subject: consent.subject,
  purpose: consent.purpose,
  scopes: consent.scopes,
  recipient: consent.recipient,
  recipientDigest: consent.recipientDigest,
  purposeDigest: consent.purposeDigest,
  textDigest: consent.textDigest,
  givenBy: consent.givenBy,
  form: consent.form,
  evidenceDigest: consent.evidenceDigest,
  givenAt: consent.givenAt,
  until: consent.until,
})

/** SHA-256 of the receipt's canonical text. */
export const receiptDigest = (consent: Told): Digest => digestOf(canonical(receiptOf(consent)))

/** SHA-256 of the evidence's canonical text. Its salt keeps the digest from being guessed after the evidence is gone. */
export const digestOfEvidence = (evidence: Evidence): Digest => digestOf(canonical(evidence))

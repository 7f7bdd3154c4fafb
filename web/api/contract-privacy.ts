// What the routes of this room answer and take: consents, privacy requests, retention, and a person's own data.
import type { PasskeyRequest } from './contract-identity.ts'
import type { Digest, List, Text, Time } from './values.ts'

export type Scope = { id: string; name: Text }
export type ConsentState = 'in_force' | 'withdrawn' | 'replaced' | 'expired' | 'outdated'

export type Consent = {
  id: string
  subject: string
  purpose: { id: string; name: Text; sensitive: boolean; written: boolean }
  scopes: Scope[]
  recipient: { id: string; name: Text } | null
  state: ConsentState
  form: 'tap' | 'passkey' | 'signature'
  guardian: boolean
  place: string | null
  textDigest: Digest
  givenAt: Time
  until: Time | null
  endedAt: Time | null
  receipt: Digest
}

export type ConsentText = {
  digest: Digest
  version: number
  zh: string
  en: string
  effectiveAt: Time
  publishedAt: Time
}

export type Basis = 'consent' | 'contract' | 'law'
export type ConsentPurpose = {
  id: string
  name: Text
  why: Text
  basis: Basis
  scopes: Scope[]
  separate: boolean
  sensitive: boolean
  written: boolean
  shares: boolean
  credit: boolean
  recommends: boolean
  abroad: boolean
  noticeDays: number
  lastsDays: number | null
  keep: string
  active: boolean
  text: ConsentText | null
}
export type Risk = 'low' | 'medium' | 'high'
/** POST /v1/consent-purposes/{id}/assessments. */
export type AssessmentForm = { assessor: string; assessedOn: string; findings: string; risk: Risk; measures: string }
export type ImpactAssessment = AssessmentForm & {
  id: string
  covers: Digest
  recordedBy: { id: string; name: Text } | null
  recordedAt: Time
  supersededAt: Time | null
}
export type PurposeAssessed = {
  purpose: string
  grounds: ('sensitive' | 'automated' | 'shares' | 'abroad')[]
  isAssessed: boolean
  assessments: ImpactAssessment[]
}
export type ConsentCount = { purpose: string; state: ConsentState; consents: number }

export type RequestKind = 'access' | 'export' | 'correct' | 'delete' | 'object' | 'explain'
export type RequestState = 'received' | 'in_hand' | 'answered' | 'refused' | 'cancelled'
export type PlanItem = {
  rule: string
  data: Text
  count: number
  does: 'erase' | 'keep'
  law: Text | null
  until: Time | null
}
export type DeletionPlan = { items: PlanItem[] }

export type PrivacyRequest = {
  id: string
  subject: string
  phone: string | null
  kind: RequestKind
  state: RequestState
  clock: { id: 'cn' | 'eu'; name: Text; source: string; confidence: 'S' | 'M' }
  words: string | null
  answer: string | null
  outcome: DeletionPlan | null
  handler: { id: string; name: Text } | null
  openedAt: Time
  takenAt: Time | null
  dueAt: Time
  isExtended: boolean
  isOverdue: boolean
  closedAt: Time | null
  may: string[]
}

export type RetentionRule = {
  id: string
  data: Text
  keep: { years: number; months: number; days: number }
  from: Text
  law: Text
  confidence: 'S' | 'M'
  does: Text
}
export type Tonight = {
  rule: string
  count: number
  held: number
  shown: { object: string; subject: string | null; endedAt: Time; until: Time; hold: string | null }[]
}
export type Night = { id: string; at: Time; erased: Record<string, number>; held: number; rest: boolean }
export type Retention = { rules: RetentionRule[]; at: Time; tonight: Tonight[]; nights: Night[] }

export type LegalHold = {
  id: string
  target: string
  reason: string
  setBy: string
  setAt: Time
  liftedBy: string | null
  liftedBecause: string | null
  liftedAt: Time | null
}

export type Receiver = {
  id: string
  name: Text
  contact: string
  purpose: Text
  method: Text
  categories: Scope[]
  licence: string | null
  consent: string | null
  until: Time | null
  isOutdated: boolean
}
export type PrivacyUse = {
  id: string
  name: Text
  why: Text
  basis: Basis
  scopes: Scope[]
  sensitive: boolean
  separate: boolean
  written: boolean
  recommends: boolean
  shares: boolean
  text: ConsentText | null
  standing: 'allowed' | 'not_asked' | 'withdrawn' | 'outdated' | 'refused' | 'law' | 'contract'
  consent: string | null
  until: Time | null
  receivers: Receiver[]
  keep: { data: Text; years: number; months: number; days: number; from: Text; law: Text } | null
}
export type PrivacyOverview = {
  subject: string
  uses: PrivacyUse[]
  restricted: boolean
  relationEndedAt: Time | null
  wards: { subject: string; lastDay: string }[]
}

export type WardState = 'waiting' | 'confirmed' | 'refused' | 'cancelled'
export type WardRelation = 'parent' | 'guardian'
/** What a guardian sees of a child she registered. */
export type OwnWard = {
  id: string
  relation: WardRelation
  state: WardState
  name: string | null
  ward: string | null
  lastDay: string | null
  isOver: boolean
  reason: string | null
  openedAt: Time
  decidedAt: Time | null
  may: ('confirm' | 'refuse' | 'cancel')[]
}
/** POST /v1/me/wards. */
export type WardForm = { name: string; born: string; phone: string; relation: WardRelation; evidence: string }
/** What the desk sees of it. */
export type WardRegistration = OwnWard & {
  guardian: { id: string; phone: string | null }
  born: string | null
  phone: string | null
  evidence: string | null
  handler: { id: string; name: Text } | null
}

/** POST /v1/me/consents. */
export type ConsentForm = {
  purpose: string
  scopes: string[]
  recipient: string | null
  text: Digest
  ward?: string
  language: 'zh-CN' | 'en'
  place: 'privacy-centre' | 'checkout' | 'wallet'
  signed?: { challenge: string; response: unknown }
}
export type ConsentAsked = Pick<ConsentForm, 'purpose' | 'scopes' | 'recipient' | 'text' | 'ward'>

type Words = { body: { words: string }; reply: PrivacyRequest }

export type GetsPrivacy = {
  '/v1/consents': List<Consent>
  '/v1/consents/{id}': { consent: Consent; receipt: unknown }
  '/v1/consent-purposes': { items: ConsentPurpose[]; counts: ConsentCount[]; next: null }
  '/v1/privacy-requests': {
    items: PrivacyRequest[]
    counts: { open: number; soon: number; overdue: number }
    next: string | null
  }
  '/v1/privacy-requests/{id}': { request: PrivacyRequest; plan: DeletionPlan | null }
  '/v1/consent-assessments': List<PurposeAssessed>
  '/v1/ward-registrations': List<WardRegistration>
  '/v1/retention': Retention
  '/v1/legal-holds': List<LegalHold>
}

export type PutsPrivacy = {
  '/v1/consent-purposes/{id}': {
    body: Omit<ConsentPurpose, 'id' | 'text'>
    reply: { purpose: ConsentPurpose | null; approval: string | null }
  }
}

export type PostsPrivacy = {
  '/v1/consent-purposes/{id}/assessments': { body: AssessmentForm; reply: ImpactAssessment }
  '/v1/consent-purposes/{id}/texts': {
    body: { zh: string; en: string; effectiveAt?: Time }
    reply: { text: ConsentText | null; approval: string | null }
  }
  '/v1/privacy-requests/{id}/take': { body: Record<never, never>; reply: PrivacyRequest }
  '/v1/privacy-requests/{id}/answer': Words
  '/v1/privacy-requests/{id}/refuse': Words
  '/v1/privacy-requests/{id}/extend': Words
  '/v1/ward-registrations/{id}/confirm': { body: Record<never, never>; reply: WardRegistration }
  '/v1/ward-registrations/{id}/refuse': { body: { reason: string }; reply: WardRegistration }
  '/v1/retention/runs': { body: Record<never, never>; reply: Night }
  '/v1/legal-holds': { body: { target: string; reason: string }; reply: LegalHold }
  '/v1/legal-holds/{id}/lift': { body: { reason: string }; reply: LegalHold & { approval: string | null } }
}

/** What signs a written consent. */
export type ConsentSigning = PasskeyRequest

// What the console asks of the API, and the exact shape of each answer. Everything is on the same origin, carries the session
// cookie, answers `application/json`, and refuses with `Problem` (401 without a session, 403 without the permission).
// Names are the routes' names. Times are RFC 3339 UTC, money is minor units as digits, lists are `{ items, next }`.
// `may` is the list of moves this person may make on this object now; no screen repeats a rule.
// Payments, accounts, settlement and reconciliation are in contract-money.ts.
import type { ApprovalBrief } from './contract-approvals.ts'
import type { PaymentRow, PaymentState, ReconciliationRow, SettlementRow } from './contract-money.ts'
import type { Day, Digest, Money, Named, Ppm, Sentence, Text, Time, VersionRef } from './values.ts'

// ── who ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The words of src/identity/role.ts. */
export type Role =
  | 'administrator'
  | 'business'
  | 'legal'
  | 'risk'
  | 'finance'
  | 'engineering'
  | 'compliance'
  | 'partner'
  | 'merchant'
  | 'auditor' // prettier: one list

/** GET /v1/demo-users → List<DemoUser>. Public; 404 outside the sandbox. */
export type DemoUser = { user: string; name: Text; role: Role; title: Text }

/** POST /v1/sessions {user} → 201 Me and `Set-Cookie` (HttpOnly). GET /v1/me → Me. DELETE /v1/sessions/current → 204. */
export type Me = {
  user: string
  name: Text
  role: Role
  title: Text
  /** Permissions, the words of `route({ may })`: `payments.refund`, `settlements.close` … */
  may: string[]
  institution: Named
  environment: 'sandbox' | 'live'
  /** IANA zone in which the console shows times. */
  zone: string
  /** The server's clock, so that "in 3 minutes" is right with a moved test clock. */
  now: Time
}

// ── workbench ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** GET /v1/workbench → Workbench. Days are of the institution's zone; `hours` has 24 members, today's future ones are null. */
export type Workbench = {
  day: Day
  volume: { today: Money; yesterdayUntilNow: Money; count: number; successPpm: Ppm }
  hours: { hour: number; today: string | null; yesterday: string }[]
  /** The last 30 days, oldest first. */
  days: { day: Day; volume: Money; count: number; refunded: Money }[]
  /** Today's payments by state, every state present even when 0. */
  states: { state: PaymentState; count: number; amount: Money }[]
  wallets: { wallet: Named; count: number; volume: Money; successPpm: Ppm }[]
  unknown: { count: number; amount: Money; oldestAt: Time | null; payments: PaymentRow[] /* ≤ 5, oldest first */ }
  settlementsDue: SettlementRow[] /* ≤ 5 */
  differences: { count: number; amount: Money; reconciliations: ReconciliationRow[] /* ≤ 5 with differences */ }
  /** Agreements that begin, end or need notice within 90 days. */
  agreementsNear: { agreement: AgreementRow; event: 'begins' | 'ends' | 'notice'; at: Time; days: number }[]
  proof: { passed: boolean; at: Time; postings: number }
}

// ── wallets (the partners behind them) ───────────────────────────────────────────────────────────────────────────────

export type Stage =
  | 'lead'
  | 'contacted'
  | 'researching'
  | 'evaluated'
  | 'negotiating'
  | 'signing'
  | 'integrating'
  | 'live'
  | 'suspended'
  | 'ended' // prettier: one life

/** GET /v1/partners?stage=&cursor=&limit= → List<PartnerRow>. */
export type PartnerRow = {
  id: string
  /** The wallet's brand, 支付宝 / Alipay. */
  name: Text
  /** What an order calls it, `alipay`. */
  wallet: string
  organisation: Text
  stage: Stage
  since: Time
  /** Who looks after it. */
  keeper: Text
  /** Weighted score, 0–100 with one decimal as tenths (873 is 87.3); null before two scorers have scored. */
  scoreTenths: number | null
  regions: string[]
  agreement: VersionRef | null
  /** What the next stage still needs; null at the end. */
  next: { stage: Stage; met: number; needed: number } | null
  volume30Days: Money | null
}

export type Factor = 'market-share' | 'technology' | 'habits' | 'compatibility' | 'values'

/** GET /v1/partners/{id} → Partner. */
export type Partner = PartnerRow & {
  registration: string
  licence: Text | null
  website: string | null
  note: Text | null
  gates: { stage: Stage; evidence: Text; met: boolean; at: Time | null }[]
  scores: { factor: Factor; weightPpm: Ppm; scoreTenths: number; evidence: Text; scorers: number }[]
  technical: { protocol: string; signature: string; capabilities: string[]; certificateUntil: Time | null } | null
  /** Measured from our own traffic, last 24 hours; null without a connector. */
  health: { calls: number; successPpm: Ppm; medianMs: number; unknown: number; lastNoticeAt: Time | null } | null
  history: { at: Time; from: Stage | null; stage: Stage; by: Text; reason: Text }[]
  agreements: AgreementRow[]
  may: string[]
}

// ── merchants ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** GET /v1/merchants?cursor=&limit= → List<MerchantRow>. */
export type MerchantRow = {
  id: string
  name: Text
  legalName: string
  mcc: string
  city: Text
  region: string
  /** May be paid. */
  active: boolean
}

/** GET /v1/merchants/{id} → Merchant. */
export type Merchant = MerchantRow & { stores: (Named & { address: string })[] }

// ── agreements ───────────────────────────────────────────────────────────────────────────────────────────────────────

export type VersionState =
  | 'draft'
  | 'proposed'
  | 'approved'
  | 'signing'
  | 'signed'
  | 'in-force'
  | 'superseded'
  | 'ended'

/** GET /v1/agreements?partner=&state=&cursor=&limit= → List<AgreementRow>. The row shows the version in force, else the newest. */
export type AgreementRow = {
  id: string
  partner: Named
  name: Text
  version: number
  versions: number
  state: VersionState
  digest: Digest
  effective: Time
  /** End of the term as signed; null when open. */
  until: Time | null
  /** One line to recognise it by: "0.38 % · T+1 · 70/30". */
  summary: Text
}

/** GET /v1/agreements/{id} → Agreement. Versions newest first. */
export type Agreement = AgreementRow & {
  list: {
    version: number
    state: VersionState
    digest: Digest
    effective: Time
    recordedAt: Time
    signedAt: Time | null
    /** Clauses whose digest differs from the version before. */
    changed: string[]
  }[]
}

/** GET /v1/agreements/{id}/versions/{n} → AgreementVersion. */
export type AgreementVersion = VersionRef & {
  partner: Named
  name: Text
  state: VersionState
  amends: Digest | null
  effective: Time
  until: Time | null
  recordedAt: Time
  renderer: string
  /** The terms exactly as signed (src/agreements/terms.ts); the console walks them generically. */
  terms: { schema: string; clauses: Record<string, unknown> }
  /** In the order of the leaves under the root; sentences are the paragraphs of proseOf (src/agreements/paper/prose.ts), zh and en
   *  side by side, a token's `at` as `path`. `executable` is false for prose-only clauses. `digest` of clauseDigests. */
  clauses: {
    clause: string
    title: Text
    digest: Digest
    executable: boolean
    changed: boolean
    sentences: Sentence[]
  }[]
  signatures: Signature[]
  /** True when GET …/contract.pdf exists. */
  contract: boolean
  /** The signing that waits for other people. */
  approval: ApprovalBrief | null
  may: string[]
}

export type Signature = {
  party: 'institution' | 'wallet'
  organisation: Text
  person: string
  title: Text
  signedAt: Time
  algorithm: string
  level: 'B-B' | 'B-T'
  certificate: { subject: string; issuer: string; serial: string; digest: Digest; until: Time }
  valid: boolean
}

// GET /v1/agreements/{id}/versions/{n}/contract.pdf → application/pdf, attachment.

/** POST /v1/contracts/verify, body application/pdf (≤ 20 MB) → Verdict. A file that is no contract is a verdict, not a problem. */
export type Verdict = {
  verdict: 'genuine' | 'altered' | 'untrusted' | 'incomplete' | 'not-a-contract'
  reason: Text
  digest: Digest | null
  /** The stored version with this digest, if it is one of ours, and whether it is the one in force now. */
  version: (VersionRef & { partner: Named; name: Text; state: VersionState; effective: Time; inForce: boolean }) | null
  checks: { code: string; passed: boolean; name: Text; detail: Text | null }[]
  signatures: Signature[]
}

// What the console asks of the API, and the exact shape of each answer. Everything is on the same origin, carries the session
// cookie, answers `application/json`, and refuses with `Problem` (401 without a session, 403 without the permission).
// Names are the routes' names. Times are RFC 3339 UTC, money is minor units as digits, lists are `{ items, next }`.
// `may` is the list of moves this person may make on this object now; no screen repeats a rule.
import type { Day, Digest, List, Money, Named, Pointer, Ppm, Text, Time, VersionRef } from './values.ts'

// ── who ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

export type Role = 'business' | 'legal' | 'risk' | 'finance' | 'engineering' | 'compliance' | 'auditor'

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
  | 'lead' | 'contacted' | 'researching' | 'evaluated' | 'negotiating' | 'signing' | 'integrating' | 'live' | 'suspended'
  | 'ended' // prettier: one life

/** GET /v1/partners?stage=&cursor=&limit= → List<PartnerRow>. */
export type PartnerRow = {
  id: string
  /** The wallet's brand, 支付宝 / Alipay. */
  name: Text
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

// ── agreements ───────────────────────────────────────────────────────────────────────────────────────────────────────

export type VersionState = 'draft' | 'proposed' | 'approved' | 'signing' | 'signed' | 'in-force' | 'superseded' | 'ended'

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
  list: { version: number; state: VersionState; digest: Digest; effective: Time; recordedAt: Time; signedAt: Time | null
    /** Clauses whose digest differs from the version before. */
    changed: string[] }[]
}

/** A piece of a sentence: fixed text, or a value printed from the terms with the pointer it was printed from. */
export type Segment = { text: string; path: Pointer | null }
export type Sentence = { zh: Segment[]; en: Segment[] }

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
  /** In the order of the leaves under the root. `executable` is false for prose-only clauses. */
  clauses: { clause: string; title: Text; digest: Digest; executable: boolean; changed: boolean; sentences: Sentence[] }[]
  signatures: Signature[]
  /** True when GET …/contract.pdf exists. */
  contract: boolean
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

// ── payments ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export type PaymentState =
  | 'created' | 'needs_action' | 'processing' | 'authorised' | 'captured' | 'partly_refunded' | 'refunded' | 'declined'
  | 'cancelled' | 'expired' | 'unknown' // prettier: one life
export type Product = 'online' | 'qr-merchant' | 'qr-consumer' | 'nfc' | 'in-app'

/**
 * GET /v1/payments?q=&state=&wallet=&merchant=&product=&least=&most=&from=&until=&cursor=&limit= → List<PaymentRow>, newest first.
 * q: words matched against our id, the merchant's order, the wallet's number, the subject. `wallet`, `merchant`: an id or the
 * beginning of a name in either language. least/most: minor units, inclusive. from/until: RFC 3339, half-open. `state` may repeat.
 */
export type PaymentRow = {
  id: string
  /** The merchant's own order number. */
  order: string
  merchant: Named
  wallet: Named
  product: Product
  subject: string
  amount: Money
  refunded: Money
  state: PaymentState
  createdAt: Time
  capturedAt: Time | null
}

/** GET /v1/payments/{id} → Payment. Also the answer of cancel and inquire. */
export type Payment = PaymentRow & {
  store: Named | null
  walletNo: string | null
  /** Masked: 138****5678, w***@example.com. */
  payer: string | null
  agreement: VersionRef
  /** When we ask the wallet again by ourselves; null when we do not. */
  nextInquiryAt: Time | null
  expiresAt: Time | null
  refundable: Money
  refunds: { id: string; amount: Money; state: 'processing' | 'refunded' | 'declined' | 'unknown'; reason: string; at: Time; by: Text }[]
  /** `refund` `cancel` `inquire`. */
  may: string[]
  /** Why a move that people expect here is not in `may`, by move. */
  mayNot: Record<string, Text>
}

/** GET /v1/payments/{id}/trace → Trace. */
export type Trace = {
  payment: Payment
  agreement: VersionRef & { partner: Named; name: Text; effective: Time }
  /** Every clause that produced something here, once, with the sentence that states it. */
  clauses: TraceClause[]
  entries: TraceEntry[]
  settlementLines: TraceSettlementLine[]
  billRows: TraceBillRow[]
  steps: TraceStep[]
  /** Limits and permissions of the agreement that were looked at before money moved. */
  decisions: { code: string; passed: boolean; path: Pointer | null; text: Text; at: Time }[]
}

export type TraceClause = { path: Pointer; clause: string; title: Text; sentence: Sentence; digest: Digest }

export type AccountKind =
  | 'wallet-receivable' | 'wallet-payable' | 'merchant-pending' | 'merchant-payable' | 'fee-income' | 'scheme-cost'
  | 'revenue-share-expense' | 'reserve-held' | 'campaign-budget' | 'consumer-balance' | 'safeguarded-bank'
  | 'settlement-in-transit' | 'dispute-suspense' | 'loss' | 'rounding' | 'fx-position' // prettier: one chart of accounts

/** `id` is opaque and safe in a path. `owner` is the partner, merchant or institution whose account it is. */
export type AccountRef = { id: string; kind: AccountKind; owner: Named }

export type TraceEntry = {
  id: string
  posting: string
  at: Time
  debit: AccountRef
  credit: AccountRef
  amount: Money
  kind: 'direct' | 'hold' | 'settle' | 'void'
  /** `capture` `merchant-fee` `wallet-fee` `revenue-share` `refund` … */
  why: string
  /** Clause path of a `clauses` member; null where no clause computed it (the capture itself). */
  path: Pointer | null
  /** The arithmetic, "0.38% x 125.00 = 0.48"; null without one. */
  how: string | null
  /** What this line says in words. */
  sentence: Text
}

export type TraceSettlementLine = {
  id: string
  settlement: string
  day: Day
  state: SettlementState
  paysOn: Day
  kind: LineKind
  payer: Named
  payee: Named
  amount: Money
  path: Pointer | null
  /** Ids of the entries it settles. */
  entries: string[]
}

export type TraceBillRow = {
  reconciliation: string
  day: Day
  /** Name of the wallet's file and the line in it, from 1. */
  file: string
  line: number
  match: MatchType
  /** The row in the wallet's own words, in the file's column order. */
  columns: { name: string; value: string }[]
  amount: Money
  fee: Money | null
  feeExpected: Money | null
  path: Pointer | null
  /** Ids of the settlement lines it confirms. */
  lines: string[]
}

export type TraceStep = {
  id: string
  at: Time
  kind: 'request' | 'decision' | 'wallet' | 'notice' | 'state' | 'posting' | 'person'
  title: Text
  /** `ok` done · `waiting` · `declined` · `unknown` no answer we may trust · `refused` forged or illegal, kept and not applied. */
  outcome: 'ok' | 'waiting' | 'declined' | 'unknown' | 'refused'
  detail: Text | null
  by: Text | null
  latencyMs: number | null
  httpStatus: number | null
  /** Redacted text as sent and received. */
  evidence: { request: string | null; response: string | null } | null
}

/** GET /v1/payments/{id}/refund-preview?minor= → RefundPreview. `minor` left out: all that is refundable. */
export type RefundPreview = {
  amount: Money
  refundable: Money
  /** Every fee and share of the capture: does it come back with this refund? `amount` is what moves from payer to payee. */
  lines: { kind: LineKind; payer: Named; payee: Named; amount: Money; returns: boolean; path: Pointer; how: string; sentence: Text }[]
  /** Change of each side's position when this is done; negative loses. */
  effects: { party: Named; amount: Money }[]
  /** Reasons against, e.g. the window of the agreement is over; empty when it may be done. */
  refuses: { code: string; text: Text; path: Pointer | null }[]
}

// POST /v1/payments/{id}/refunds  {amount: Money, reason: string}, Idempotency-Key → 201 Payment (202 when unknown)
// POST /v1/payments/{id}/cancel   {}, Idempotency-Key → 200 Payment
// POST /v1/payments/{id}/inquire  {}, Idempotency-Key → 200 Payment

// ── money ────────────────────────────────────────────────────────────────────────────────────────────────────────────

export type Account = AccountRef & {
  side: 'debit' | 'credit'
  debits: Money
  credits: Money
  /** On the account's normal side; negative when it stands on the other. */
  balance: Money
  held: Money
  entries: number
  /** Client money that must stay covered. */
  safeguarded: boolean
}

/** GET /v1/accounts?at=&kind=&owner=&cursor=&limit= → TrialBalance. `at` left out: now. `totals` are of all accounts, not of the page. */
export type TrialBalance = List<Account> & {
  at: Time
  totals: { currency: string; debits: Money; credits: Money }[]
}

/** GET /v1/accounts/{id}/entries?from=&until=&cursor=&limit= → AccountEntries, newest first. */
export type AccountEntries = List<AccountEntry> & { account: Account }
export type AccountEntry = {
  id: string
  posting: string
  at: Time
  side: 'debit' | 'credit'
  amount: Money
  /** Running balance after this entry, on the account's normal side. */
  balance: Money
  other: AccountRef
  why: string
  /** What it was booked for: pay_…, set_… */
  object: string
  version: VersionRef | null
  path: Pointer | null
}

/** GET /v1/proof → Proof: the books checked now. */
export type Proof = {
  passed: boolean
  at: Time
  postings: number
  entries: number
  checks: { code: string; passed: boolean; name: Text; detail: Text; examined: number }[]
}

// ── settlement ───────────────────────────────────────────────────────────────────────────────────────────────────────

export type SettlementState = 'open' | 'closed' | 'paid'
export type LineKind = 'capture' | 'refund' | 'merchant-fee' | 'wallet-fee' | 'revenue-share' | 'adjustment'

/** GET /v1/settlements?wallet=&state=&from=&until=&cursor=&limit= → List<SettlementRow>, newest day first. from/until are days. */
export type SettlementRow = {
  id: string
  wallet: Named
  day: Day
  state: SettlementState
  /** Cut-off of the agreement's calendar. */
  closesAt: Time
  closedAt: Time | null
  paysOn: Day
  payments: number
  refunds: number
  gross: Money
  /** What the wallet pays us (negative: we pay it). */
  net: Money
  version: VersionRef
}

/** GET /v1/settlements/{id} → Settlement. POST /v1/settlements {wallet, day}, Idempotency-Key → 201 Settlement. */
export type Settlement = SettlementRow & {
  /** One row a counterparty. `net` > 0: the institution receives. Sums over the rows are the institution's result of the day. */
  nets: {
    side: 'wallet' | 'merchant' | 'institution'
    party: Named
    gross: Money
    refunds: Money
    fees: Money
    share: Money
    net: Money
  }[]
  may: string[]
}

/** GET /v1/settlements/{id}/lines?party=&kind=&cursor=&limit= → List<SettlementLine>. */
export type SettlementLine = {
  id: string
  at: Time
  payment: string
  order: string
  kind: LineKind
  payer: Named
  payee: Named
  amount: Money
  path: Pointer | null
  how: string | null
}

/**
 * GET /v1/settlements/{id}/statement?side=institution|wallet|merchant:{id} → Statement;
 * the same with `&format=csv` → text/csv, attachment.
 */
export type Statement = {
  side: string
  party: Named
  day: Day
  rows: { kind: LineKind; count: number; receives: Money; pays: Money }[]
  receives: Money
  pays: Money
  net: Money
  /** Digest of the statement's lines: both sides compute the same. */
  digest: Digest
}

// ── reconciliation ───────────────────────────────────────────────────────────────────────────────────────────────────

export type ReconciliationState = 'awaiting' | 'balanced' | 'differences'
export type MatchType =
  | 'matched' | 'missing-in-bill' | 'missing-in-books' | 'amount-differs' | 'fee-differs' | 'state-differs' | 'duplicate'

/** GET /v1/reconciliations?wallet=&state=&from=&until=&cursor=&limit= → List<ReconciliationRow>, newest day first. */
export type ReconciliationRow = {
  id: string
  wallet: Named
  day: Day
  state: ReconciliationState
  file: string | null
  rows: number
  matched: number
  differences: number
  /** Sum of the sizes of the differences. */
  difference: Money
  ranAt: Time | null
}

/** GET /v1/reconciliations/{id} → Reconciliation. POST /v1/reconciliations {wallet, day}, Idempotency-Key → 201 Reconciliation. */
export type Reconciliation = ReconciliationRow & {
  settlement: string | null
  version: VersionRef
  /** Every type present even when 0. */
  types: { type: MatchType; count: number; amount: Money }[]
  totals: { ours: Money; theirs: Money; feesOurs: Money; feesTheirs: Money }
  fileDigest: Digest | null
  may: string[]
}

/** GET /v1/reconciliations/{id}/rows?type=&cursor=&limit= → List<ReconciliationItem>; differences first. */
export type ReconciliationItem = {
  id: string
  type: MatchType
  payment: string | null
  order: string
  walletNo: string | null
  line: number | null
  at: Time
  ours: Money | null
  theirs: Money | null
  feeOurs: Money | null
  feeTheirs: Money | null
  /** theirs − ours of whatever differs; zero when matched. */
  difference: Money
  path: Pointer | null
  /** How the agreement prices it, "0.38% x 125.00 = 0.48". */
  how: string | null
  sentence: Text
}

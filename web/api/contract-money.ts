// What the console asks about payments and money; the rules of contract.ts hold here too.
import type { ApprovalBrief, ApprovalNeed } from './contract-approvals.ts'
import type { Day, Digest, List, Money, Named, Pointer, Sentence, Text, Time, VersionRef } from './values.ts'

// ── payments ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export type PaymentState =
  | 'created'
  | 'needs_action'
  | 'processing'
  | 'authorised'
  | 'captured'
  | 'partly_refunded'
  | 'refunded'
  | 'declined'
  | 'cancelled'
  | 'expired'
  | 'unknown' // prettier: one life
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
  /** Null while the payer has not chosen one at the checkout. */
  wallet: Named | null
  product: Product
  subject: string
  amount: Money
  refunded: Money
  state: PaymentState
  createdAt: Time
  capturedAt: Time | null
}

/** GET /v1/payments/{id} → Payment; GET /v1/payments/{id}/code.svg → the code as a picture while state is needs_action. Also the answer of cancel and inquire. */
export type Payment = PaymentRow & {
  store: Named | null
  walletNo: string | null
  /** Masked: 138****5678, w***@example.com. */
  payer: string | null
  /** Null while no wallet is chosen. */
  agreement: VersionRef | null
  /** When we ask the wallet again by ourselves; null when we do not. */
  nextInquiryAt: Time | null
  expiresAt: Time | null
  refundable: Money
  approval: ApprovalBrief | null
  refunds: {
    id: string
    amount: Money
    state: 'processing' | 'refunded' | 'declined' | 'unknown'
    reason: string
    at: Time
    by: Text
  }[]
  /** What the shopper scans while we wait for it. */
  code: string | null
  /** The payer's page; only in the answer that made the payment. */
  checkout: string | null
  /** Why the outcome is not known or declined, newest last. */
  evidence: Text[]
  frozen: Text | null
  /** `refund` `cancel` `inquire` `release`. */
  may: string[]
  /** Why a move that people expect here is not in `may`, by move. */
  mayNot: Record<string, Text>
}

/** GET /v1/payments/{id}/trace → Trace. */
export type Trace = {
  payment: Payment
  /** Null while no wallet is chosen: then no version governs it. */
  agreement: (VersionRef & { partner: Named; name: Text; effective: Time }) | null
  /** Every clause that produced something here, once, with the sentence that states it. */
  clauses: TraceClause[]
  entries: TraceEntry[]
  settlementLines: TraceSettlementLine[]
  billRows: TraceBillRow[]
  steps: TraceStep[]
  /** Limits and permissions of the agreement that were looked at before money moved. */
  decisions: { code: string; passed: boolean; path: Pointer | null; text: Text; at: Time }[]
}

/** `sentence`: every paragraph of the clause that prints a value at or below `path`, one after the other; for a pointer to a whole
 *  clause its first paragraph. `title`: the rule's own name where it has one, else the clause's. */
export type TraceClause = { path: Pointer; clause: string; title: Text; sentence: Sentence; digest: Digest }

export type AccountKind =
  | 'wallet-receivable'
  | 'wallet-payable'
  | 'merchant-pending'
  | 'merchant-payable'
  | 'fee-income'
  | 'scheme-cost'
  | 'revenue-share-expense'
  | 'reserve-held'
  | 'campaign-budget'
  | 'consumer-balance'
  | 'safeguarded-bank'
  | 'settlement-in-transit'
  | 'dispute-suspense'
  | 'loss'
  | 'rounding'
  | 'fx-position'
  | 'meter'
  | 'meter-source' // prettier: one chart of accounts

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
  /** Clause path of a `clauses` member. */
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
  lines: {
    kind: LineKind
    payer: Named
    payee: Named
    amount: Money
    returns: boolean
    path: Pointer
    how: string
    sentence: Text
  }[]
  /** Change of each side's position when this is done; negative loses. */
  effects: { party: Named; amount: Money }[]
  /** Reasons against, e.g. the window of the agreement is over; empty when it may be done. */
  refuses: { code: string; text: Text; path: Pointer | null }[]
  needs: ApprovalNeed | null
  measured: { amount: Money; why: Text } | null
}

/** POST /v1/payments Order, Idempotency-Key → 201 Payment (200 the same order again, 202 when unknown). */
export type Order = {
  merchant: string
  order: string
  amount: Money
  product: Product
  subject: string
  store?: string
  wallet?: string
  /** The code the shopper shows, for qr-consumer. */
  payment_code?: string
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
  approval: ApprovalBrief | null
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
  | 'matched'
  | 'missing-in-bill'
  | 'missing-in-books'
  | 'amount-differs'
  | 'fee-differs'
  | 'state-differs'
  | 'duplicate'

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
  approvals: ApprovalBrief[]
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
  state: 'open' | 'settled' | 'resolved'
  /** The approval its write-off waits for. */
  approval: string | null
}

// What the routes of the verifiable log answer and take; the rules of contract.ts hold here too.
import type { Digest, List, Text, Time } from './values.ts'

/** A row somebody altered, or a proof that no longer holds. */
export type LogProblem = {
  /** Names the row: `world.record id=…`, `ledger.journal posting=…`, `audit.leaf number=…`. */
  row: string
  zh: string
  en: string
  foundAt: Time
}

/** Somebody outside who follows the log and cosigns its checkpoints. */
export type LogWitness = {
  id: string
  /** Name of its key, `alipay.example/witness`. */
  name: string
  /** Organisation it belongs to; `own` is run by the institution itself and proves nothing to others. */
  org: string
  orgKind: 'own' | 'auditor' | 'partner'
  orgName: Text
  /** Verifier key (C2SP signed-note, type 0x04). */
  key: string
  /** Size of the last checkpoint it cosigned; null before the first. */
  size: number | null
  at: Time | null
}

export type LogSigning = { number: number; since: Time | null; waits: boolean }

/** GET /v1/log → LogStatus. */
export type LogStatus = {
  /** First line of every checkpoint. */
  origin: string
  /** Verifier key of the log (C2SP signed-note, type 0x01). */
  key: string
  /** The how many-th key it is, since when it signs, and whether a hand-over to the next one waits for its checkpoint. */
  signing: LogSigning
  /** Records that have their number. 0 and the root of the empty tree before the first checkpoint. */
  size: number
  root: Digest
  checkpointAt: Time | null
  /** Records that wait for their number, and since when the oldest does. */
  waiting: number
  oldestWaiting: Time | null
  /** At most 100. */
  witnesses: LogWitness[]
  integrity: {
    /** `checking`: a full check is at work, or none has ended yet. `alarm` stays until a full check finds nothing. */
    state: 'sound' | 'checking' | 'alarm'
    /** End of the last full check. */
    at: Time | null
    /** At most 100, first found first. */
    problems: LogProblem[]
  }
}

/**
 * GET /v1/log/records?object=&actor=&act=&cursor=&limit= → List<LogRecord>, newest first. `object`, `actor` (`user:usr_…`) and
 * `act` are whole. Who is not of the institution and no auditor sees the records of its own organisation only.
 */
export type LogRecord = {
  id: string
  /** Place in the log; null until the record has its number (a few seconds). */
  index: number | null
  at: Time
  /** `user:usr_…`, `key:key_…`, `system:payments.inquire`, `nobody:`. */
  actor: string
  org: string
  request: string | null
  act: string
  object: string
  before: Digest | null
  after: Digest | null
  facts: { [name: string]: unknown }
  /** Name of a personal datum → SHA-256 of salt and value. */
  commitments: { [name: string]: Digest }
  /** RFC 9162 leaf hash. */
  leaf: Digest
}

/** GET /v1/log/proof/inclusion?record=&size= → LogInclusion; `size` is that of the newest checkpoint when absent. */
export type LogInclusion = { record: string; index: number; size: number; leaf: Digest; root: Digest; proof: Digest[] }

/** GET /v1/log/proof/consistency?from=&to= → LogConsistency; `to` is the size of the newest checkpoint when absent. */
export type LogConsistency = { from: number; to: number; rootFrom: Digest; rootTo: Digest; proof: Digest[] }

/** GET /v1/log/records/{id}/receipt → LogReceipt (covenant receipt/1, src/audit/receiptShape.ts). 409 `audit.not_numbered` while it waits. */
export type LogReceipt = {
  covenant: 'receipt/1'
  kind: 'payment' | 'agreement' | 'consent' | 'data-delivery' | 'record'
  record: {
    id: string
    /** Milliseconds: this is the text whose leaf was taken. */
    at: number
    actor: string
    org: string
    request: string | null
    act: string
    object: string
    before: Digest | null
    after: Digest | null
    facts: { [name: string]: unknown }
    commitments: { [name: string]: Digest }
  }
  index: number
  size: number
  proof: Digest[]
  /** Signed note (C2SP tlog-checkpoint) with the cosignatures of witnesses. */
  checkpoint: string
  key: string
  handOvers?: LogHandOver[]
  disclosed?: { [name: string]: { value: string; salt: string } }
  document?: unknown
}

/** One hand-over of the signing key: its record names both keys, and both signed the checkpoint. */
export type LogHandOver = Pick<LogReceipt, 'record' | 'index' | 'size' | 'proof' | 'checkpoint'>

// GET /v1/log/checkpoint is text/plain: the newest signed note. GET /v1/log/tile/{level}/{N…}[.p/{W}] is
// application/octet-stream (C2SP tlog-tiles).

/** A checkpoint in the hands of somebody outside. */
export type LogAnchor = {
  /** The record of the log that tells of it. */
  record: string
  kind: 'timestamp' | 'evm'
  state: 'stamped' | 'sent' | 'anchored' | 'lost'
  size: number
  root: Digest
  at: Time
  authority: string | null
  stampedAt: Time | null
  chain: number | null
  transaction: string | null
  block: number | null
}

/** GET /v1/log/anchors → LogAnchors; `timestamp` and `evm` are null while they are off. */
export type LogAnchors = {
  timestamp: { host: string } | null
  evm: { host: string; chain: number; to: string } | null
  isBroken: boolean
  /** At most 50 of each kind, newest first. */
  items: LogAnchor[]
}

// GET /v1/log/checkpoints/{size} is text/plain, GET /v1/log/anchors/{record}/stamp application/timestamp-reply.

export type GetsLog = {
  '/v1/log/anchors': LogAnchors
  '/v1/log': LogStatus
  '/v1/log/records': List<LogRecord>
  /** Oldest first. */
  '/v1/log/hand-overs': List<LogHandOver>
  '/v1/log/records/{id}': LogRecord
  '/v1/log/records/{id}/receipt': LogReceipt
  '/v1/log/proof/inclusion': LogInclusion
  '/v1/log/proof/consistency': LogConsistency
}

export type PostsLog = {
  /** A full check now; answers what it found. */
  '/v1/log/check': { body: Record<string, never>; reply: LogStatus }
  /** Hands the log over to its next signing key; answers the key that still signs. Asks for a step-up. */
  '/v1/log/key': { body: Record<string, never>; reply: LogSigning & { key: string } }
  /** Registers a witness by its verifier key; `org` is the organisation it belongs to, ours when absent. */
  '/v1/log/witnesses': { body: { key: string; org?: string }; reply: LogWitness }
  /** `cosignature`: one signature line of a note, over the checkpoint of that size. */
  '/v1/log/cosignatures': { body: { size: number; cosignature: string }; reply: LogWitness }
}

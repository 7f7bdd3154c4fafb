// What the routes of this room answer and take: the vault of the institution, and the saved methods of a holder.
import type { List, Text, Time } from './values.ts'

export type TokenKind = 'card' | 'network-token' | 'bank-account' | 'wallet-account' | 'name' | 'id-number' | 'phone'

/** A token as it may be shown: never its value. */
export type VaultToken = {
  id: string
  kind: TokenKind
  /** At most BIN and last four of a card. */
  masked: string
  detail: Record<string, string>
  madeAt: Time
  /** When the last person who had the value was shredded. */
  shreddedAt: Time | null
}

/** One look at a value in clear. */
export type VaultReveal = {
  id: string
  token: string
  kind: TokenKind
  masked: string
  by: string
  actor: string
  reason: string
  purpose: string | null
  at: Time
}

/** What a value may be looked at for. */
export type RevealPurpose = { id: string; name: Text; basis: 'consent' | 'contract' | 'law'; isAllowed: boolean }

export type MethodKind = 'credit_card' | 'debit_card' | 'bank_account' | 'wallet'
export type MethodState = 'unverified' | 'active' | 'refused' | 'expired' | 'removed'
export type VerificationWay = 'small_amount' | 'code' | 'provider'

/** A holder's saved way to pay. `may` says which buttons can be pressed. */
export type SavedMethod = {
  id: string
  holder: string
  kind: MethodKind
  token: string
  masked: string
  /** Scheme of a card (unionpay, visa …) when no bank or wallet was named. */
  issuer: string
  label: string
  /** 2029-12 */
  expires: string | null
  state: MethodState
  isDefault: boolean
  verifiedBy: VerificationWay | null
  ways: VerificationWay[]
  may: ('verify' | 'make_default' | 'remove')[]
  addedAt: Time
  changedAt: Time
}

/** POST /v1/me/methods. Security codes and PINs are refused (vault.authentication_data). */
export type MethodForm = { kind: MethodKind; number: string; expires?: string; issuer?: string; label?: string }

/** How a verification began: decided at once, or the holder answers by POST …/confirm until `until`. */
export type MethodVerification = {
  outcome: 'verified' | 'refused' | 'asked'
  method: SavedMethod
  way: VerificationWay
  until: Time | null
  /** What the bank would have told: in the sandbox only. */
  sandboxAnswer: string | null
}

export type Suite = 'aes-256-gcm' | 'sm4-gcm'
export type VaultRotation = {
  id: string
  what: 'data' | 'master' | 'search'
  suite: Suite | null
  actor: string
  askedAt: Time
  keysTotal: number
  keysDone: number
  valuesDone: number
  doneAt: Time | null
}
export type VaultKeys = {
  master: { id: string; kind: 'file' | 'kms' | 'hsm' }
  masters: { id: string; keys: number }[]
  keys: {
    tenant: string
    purpose: string
    /** One key for each person; counted, not listed. */
    personal: boolean
    suite: Suite
    state: 'active' | 'retired' | 'destroyed'
    keys: number
    version: number
    firstAt: Time
    lastAt: Time
  }[]
  rotations: VaultRotation[]
  /** Ciphertexts that did not verify in the last 30 days. */
  refusals: { because: string; count: number; lastAt: Time }[]
  at: Time
}

export type GetsVault = {
  '/v1/vault/tokens': List<VaultToken>
  '/v1/vault/tokens/{id}': { token: VaultToken; reveals: VaultReveal[]; methods: SavedMethod[] }
  '/v1/vault/tokens/{id}/purposes': List<RevealPurpose>
  '/v1/vault/reveals': List<VaultReveal>
  '/v1/vault/keys': VaultKeys
  /** ?holder=con_…&limit=&cursor= */
  '/v1/methods': List<SavedMethod>
  '/v1/me/methods': List<SavedMethod>
  '/v1/me/methods/{id}': SavedMethod
}

export type PostsVault = {
  '/v1/vault/tokens': { body: { kind: TokenKind; value: string; subject: string }; reply: VaultToken }
  '/v1/vault/search': { body: { kind: TokenKind; value: string }; reply: List<VaultToken> }
  '/v1/vault/tokens/{id}/reveal': {
    body: { purpose: string; reason: string }
    reply: { reveal: string; value: string; at: Time }
  }
  '/v1/vault/rotate': {
    body: { what: 'data' | 'master' | 'search'; suite?: Suite }
    reply: { rotation: VaultRotation | null; approval: string | null }
  }
  '/v1/me/methods': { body: MethodForm; reply: SavedMethod }
  '/v1/me/methods/{id}/verify': { body: { way: VerificationWay }; reply: MethodVerification }
  '/v1/me/methods/{id}/confirm': { body: { answer: string }; reply: SavedMethod }
  '/v1/me/methods/{id}/default': { body: Record<string, never>; reply: SavedMethod }
  '/v1/me/methods/{id}/remove': { body: Record<string, never>; reply: SavedMethod }
}

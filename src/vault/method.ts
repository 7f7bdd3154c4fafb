import type { Id } from '../base/id.ts'
import type { Moves } from '../base/moves.ts'
import { type Instant, monthOf } from '../base/time.ts'
import type { TokenKind } from './value.ts'

export const methodKinds = ['credit_card', 'debit_card', 'bank_account', 'wallet'] as const
export type MethodKind = (typeof methodKinds)[number]
export const methodStates = ['unverified', 'active', 'refused', 'expired', 'removed'] as const
export type MethodState = (typeof methodStates)[number]
export type MethodMove = 'verify' | 'refuse' | 'expire' | 'remove'
export const verificationWays = ['small_amount', 'code', 'provider'] as const
export type VerificationWay = (typeof verificationWays)[number]

/** The life of a saved method. What was removed or refused is added again as a new one. */
export const methodMoves: Moves<MethodState, MethodMove> = {
  unverified: { verify: 'active', refuse: 'refused', expire: 'expired', remove: 'removed' },
  active: { expire: 'expired', remove: 'removed' },
  refused: { remove: 'removed' },
  expired: { remove: 'removed' },
  removed: {},
}

/** A holder's saved way to pay. */
export type Method = {
  id: Id<'mth'>
  tenant: string
  /** Whose it is: `con_…`. */
  holder: string
  kind: MethodKind
  token: Id<'tok'>
  masked: string
  /** Scheme of a card, name of a bank or a wallet. */
  issuer: string
  label: string
  /** Last month a card is good for, 2029-12; null for what does not expire. */
  expires: string | null
  state: MethodState
  isDefault: boolean
  verifiedBy: VerificationWay | null
  addedAt: Instant
  changedAt: Instant
}

/** What stands behind the token of a method. */
export const tokenKindOf: Record<MethodKind, TokenKind> = {
  credit_card: 'card',
  debit_card: 'card',
  bank_account: 'bank-account',
  wallet: 'wallet-account',
}

/** How each kind can show whose it is: a small amount needs an account that money arrives on, a code a phone the bank knows. */
export const waysOf: Record<MethodKind, readonly VerificationWay[]> = {
  credit_card: ['provider', 'code'],
  debit_card: ['provider', 'code', 'small_amount'],
  bank_account: ['small_amount', 'provider'],
  wallet: ['code'],
}

/** The month of the institution's calendar: a card is good until the end of its last month. */
export const cardMonth = (at: Instant): string => monthOf(at, 'Asia/Shanghai')

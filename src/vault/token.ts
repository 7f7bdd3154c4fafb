import type { Digest } from '../base/digest.ts'
import type { Id } from '../base/id.ts'
import type { Instant } from '../base/time.ts'
import type { Place, Sealed } from './sealed.ts'
import type { TokenKind } from './value.ts'

/** Stands for a value that must not be passed around. It was not derived from it and says nothing about it. */
export type Token = {
  id: Id<'tok'>
  tenant: string
  kind: TokenKind
  /** Keyed hash by which the value finds its token; null when nobody has the value any more. */
  hash: Digest | null
  masked: string
  /** What may be known without opening it: scheme, BIN, last four; the form of an account. */
  detail: { [name: string]: string }
  madeAt: Instant
  /** When the last copy was shredded. */
  shreddedAt: Instant | null
}

/** The value of a token, sealed for one person. */
export type Copy = { token: Id<'tok'>; subject: string; key: string; sealed: Sealed; madeAt: Instant }

export const tokenPurpose = 'vault.token'

/** Where the copy of a token's value is sealed. */
export const copyPlace = (token: { id: string; tenant: string }, subject: string): Place => ({
  tenant: token.tenant,
  purpose: tokenPurpose,
  context: `vault.copy/${token.id}/${subject}`,
  subject,
})

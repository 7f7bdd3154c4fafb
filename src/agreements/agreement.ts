import type { Digest } from '../base/digest.ts'
import type { Id } from '../base/id.ts'
import type { Moves } from '../base/moves.ts'
import type { Instant } from '../base/time.ts'
import type { Terms } from './terms.ts'

/** The relationship with one partner: a chain of versions. */
export type Agreement = { id: Id<'agr'>; partner: Id<'par'>; wallet: string; createdAt: Instant }

export type VersionState = 'proposed' | 'approved' | 'half_signed' | 'signed' | 'withdrawn'
export type VersionMove = 'approve' | 'sign_first' | 'sign_second' | 'withdraw'

/** A version's way: both sides approve the same root, then both sign the same bytes. Nothing signed ever changes. */
export const versionMoves: Moves<VersionState, VersionMove> = {
  proposed: { approve: 'approved', withdraw: 'withdrawn' },
  approved: { sign_first: 'half_signed', withdraw: 'withdrawn' },
  half_signed: { sign_second: 'signed' },
  signed: {},
  withdrawn: {},
}

/** The two who sign. */
export type SigningParty = 'institution' | 'wallet'

export type Version = {
  agreement: Id<'agr'>
  number: number
  state: VersionState
  terms: Terms
  /** Merkle root over the clauses: what both sides sign and every money event carries. */
  root: Digest
  effectiveAt: Instant
  proposedBy: string
  proposedAt: Instant
  contractDigest: Digest | null
  signedAt: Instant | null
}

export type Approval = {
  party: SigningParty
  person: string
  /** Id of the user, where one is known. */
  by: string | null
  root: Digest
  at: Instant
}
export type Signature = { party: SigningParty; person: string; certificateDigest: Digest; level: string; at: Instant }

/** A version as it governs a moment: what a payment keeps. */
export type InForce = {
  agreement: Id<'agr'>
  number: number
  root: Digest
  terms: Terms
  from: Instant
  until: Instant | null
}

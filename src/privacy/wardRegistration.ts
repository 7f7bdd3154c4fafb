import type { Id } from '../base/id.ts'
import type { Moves } from '../base/moves.ts'
import type { Day, Instant } from '../base/time.ts'

export const wardStates = ['waiting', 'confirmed', 'refused', 'cancelled'] as const
export type WardState = (typeof wardStates)[number]
export type WardMove = 'confirm' | 'refuse' | 'cancel'
export const wardRelations = ['parent', 'guardian'] as const
export type WardRelation = (typeof wardRelations)[number]

/** The life of a registration: it is decided once. */
export const wardMoves: Moves<WardState, WardMove> = {
  waiting: { confirm: 'confirmed', refuse: 'refused', cancel: 'cancelled' },
  confirmed: {},
  refused: {},
  cancelled: {},
}

/** What a guardian tells of a child. Birthday and phone are null once it is decided. */
export type ChildTold = { name: string; born: Day | null; phone: string | null; evidence: string }

/** A guardian's word that she answers for a child, and what the institution found. */
export type WardRegistration = {
  id: Id<'wrd'>
  guardian: string
  relation: WardRelation
  state: WardState
  /** `ChildTold`, sealed. */
  sealed: string
  /** The child as a consumer, once it is confirmed. */
  ward: string | null
  /** The last day on which the guardian decides. */
  lastDay: Day | null
  /** Why it was refused, sealed. */
  reason: string | null
  handler: string | null
  openedAt: Instant
  decidedAt: Instant | null
}

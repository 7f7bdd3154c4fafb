import type { Id } from '../base/id.ts'
import type { Instant } from '../base/time.ts'

/** A look at a value in clear: who, when, why. */
export type Reveal = {
  id: Id<'rev'>
  token: Id<'tok'>
  actor: string
  actorName: string
  reason: string
  /** Purpose of the consent catalogue; null for looks of before it was asked. */
  purpose: string | null
  at: Instant
}

import type { Id } from '../base/id.ts'
import type { Instant } from '../base/time.ts'
import type { Suite } from './box.ts'

/** A key that seals values of one tenant and purpose, and of one person when `subject` names one. */
export type DataKey = {
  id: Id<'dek'>
  tenant: string
  purpose: string
  /** Empty, or whose key it is. */
  subject: string
  version: number
  suite: Suite
  /** Retired keys only read. A destroyed key has no bytes any more. */
  state: 'active' | 'retired' | 'destroyed'
  /** The master key it is wrapped under. */
  master: string
  wrapped: string | null
  madeAt: Instant
  retiredAt: Instant | null
  destroyedAt: Instant | null
}

export type KeyPlace = { tenant: string; purpose: string; subject: string }

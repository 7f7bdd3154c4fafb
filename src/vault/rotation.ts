import type { Id } from '../base/id.ts'
import type { Instant } from '../base/time.ts'
import type { Suite } from './box.ts'

/** A change of keys, from being asked for to being through. */
export type Rotation = {
  id: Id<'rot'>
  /**
   * `data`: new data keys, values sealed anew. `master`: data keys wrapped anew; values stay as they are. `search`: a new version of the
   * key that turns search hashes, kept hashes turned on.
   */
  what: 'data' | 'master' | 'search'
  /** What the new data keys seal with; null keeps each key's own suite. */
  suite: Suite | null
  actor: string
  askedAt: Instant
  keysTotal: number
  keysDone: number
  valuesDone: number
  doneAt: Instant | null
}

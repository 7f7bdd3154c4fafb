import type { Id } from '../base/id.ts'
import type { Instant } from '../base/time.ts'
import type { Text } from './terms.ts'

/** New payments refused although the agreement is in force: of a whole wallet, or of one merchant with it. */
export type Stop = {
  id: Id<'stp'>
  partner: string
  agreement: Id<'agr'>
  /** Null: the whole wallet. */
  merchant: string | null
  /** A limit ends by itself; a suspension and a closure stand until people lift them. */
  kind: 'limit' | 'suspend' | 'close'
  because: Text
  /** Who stopped it: a person, or the finding of a monitoring clause. */
  source: string
  from: Instant
  until: Instant | null
  liftedAt: Instant | null
  liftedBecause: string | null
}

import type { Id } from '../base/id.ts'
import { dayMs, type Instant, minuteMs } from '../base/time.ts'

/** What a holder must answer: the amount that arrived on the account, or the code the bank sent. */
export type Challenge = {
  id: Id<'chg'>
  method: Id<'mth'>
  way: 'small_amount' | 'code'
  hash: string
  tries: number
  askedAt: Instant
  expiresAt: Instant
}

export const triesMost: Record<Challenge['way'], number> = { small_amount: 3, code: 5 }
export const livesMs: Record<Challenge['way'], number> = { small_amount: 7 * dayMs, code: 5 * minuteMs }

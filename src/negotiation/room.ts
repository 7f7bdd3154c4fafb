import { termsRoot } from '../agreements/digest.ts'
import { parseTerms } from '../agreements/parse.ts'
import type { Problem } from '../agreements/problem.ts'
import type { Clauses, Terms } from '../agreements/terms.ts'
import type { Digest } from '../base/digest.ts'
import type { Id } from '../base/id.ts'
import type { Instant } from '../base/time.ts'
import type { Opening } from './fold.ts'
import type { Move, Side } from './move.ts'
import { opensOf, type Schedule } from './schedule.ts'

export type RoomState = 'open' | 'complete' | 'closed'

/** A negotiation with one partner about the next version of its agreement. `base` carries that version's header. */
export type Room = {
  id: Id<'neg'>
  partner: Id<'par'>
  agreement: Id<'agr'>
  version: number
  schedule: Schedule
  state: RoomState
  base: Terms
  keys: Record<Side, string>
  openedAt: Instant
}

/** A move as it came in: its place in the film strip, and the person behind it. */
export type Kept = { place: number; id: Digest; user: string; move: Move }

/** The whole terms of the room's version with these clauses. */
export const termsWithClauses = ({ base }: Pick<Room, 'base'>, clauses: Clauses): Terms => ({ ...base, clauses })

/** What is wrong with the room's version if it had these clauses. */
export function problemsOf(room: Pick<Room, 'base'>, clauses: Clauses): Problem[] {
  const parsed = parseTerms(termsWithClauses(room, clauses))
  return parsed.ok ? [] : parsed.problems
}

/** What the fold of a room depends on besides its moves. */
export const openingOf = (room: Room): Opening => ({
  neg: room.id,
  base: room.base.clauses,
  opens: opensOf(room.schedule),
  keys: room.keys,
  rootOf: (clauses) => {
    const parsed = parseTerms(termsWithClauses(room, clauses))
    return parsed.ok ? termsRoot(parsed.terms) : null
  },
})

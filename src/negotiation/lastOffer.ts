import type { ClauseName } from '../agreements/terms.ts'
import type { Digest } from '../base/digest.ts'
import type { World } from '../world/world.ts'
import type { Side } from './move.ts'
import { movesOf } from './store.ts'

/** The newest offer of a side in a room, of one clause when it is named; null when it made none. */
export async function lastOfferOf(w: World, room: string, side: Side, clause?: ClauseName): Promise<Digest | null> {
  const moves = await movesOf(w, room)
  return (
    moves.findLast(
      ({ move }) => move.by === side && move.act.kind === 'offer' && (!clause || clause in move.act.clauses),
    )?.id ?? null
  )
}

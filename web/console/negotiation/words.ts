import type { CardState, RoomRow, RoomState } from '../../api/contract-negotiation.ts'
import type { Tone } from '../../ui/badge.tsx'

export const cardTones: Record<CardState, Tone> = {
  untouched: 'slate',
  open: 'ochre',
  crossed: 'plum',
  agreed: 'jade',
  locked: 'indigo',
}
export const roomTones: Record<RoomState, Tone> = { open: 'ochre', complete: 'jade', closed: 'slate' }

/** How many clauses both sides stand together on, of how many. */
export function standing({ cards }: RoomRow): { agreed: number; all: number } {
  const agreed = cards.untouched + cards.agreed + cards.locked
  return { agreed, all: agreed + cards.open + cards.crossed }
}

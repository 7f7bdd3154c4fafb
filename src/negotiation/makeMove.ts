import { approveInside } from '../agreements/approve.ts'
import { parseTerms } from '../agreements/parse.ts'
import { proposeInside } from '../agreements/propose.ts'
import { type ClauseName, type Clauses, termsSchema } from '../agreements/terms.ts'
import { present } from '../base/assert.ts'
import type { Digest } from '../base/digest.ts'
import { partnerById } from '../partners/find.ts'
import { movePartner } from '../partners/move.ts'
import { transaction } from '../world/command.ts'
import type { Who } from '../world/route.ts'
import type { Inside, World } from '../world/world.ts'
import { negotiationFaults } from './errors.ts'
import { clausesOf, type Folded, fold } from './fold.ts'
import { type Act, moveId, otherSide, type Side, sides, signMove } from './move.ts'
import { signingKeyOf } from './negotiationKey.ts'
import { type Kept, openingOf, type Room, termsWithClauses } from './room.ts'
import { opensOf } from './schedule.ts'
import { lockRoom, movesOf, saveMove, saveRoomState } from './store.ts'

/** An act as it came through the door: the content of offered clauses is not checked yet. */
export type Intent =
  | Exclude<Act, { kind: 'offer' }>
  | { kind: 'offer'; clauses: Record<string, unknown>; words: string | null }

const movesMost = 500

/**
 * A person acts for their organisation, whose key signs. Moves of one room come one after another; `held` is how many the person
 * had seen, so that nobody answers what they did not read. When both are ready the version is proposed and approved by both in the
 * same transaction. Faults: `negotiation.not_open`, `stale`, `full`, `bound`, `closed_clause`, `terms_invalid`, `unknown_offer`, `not_ready`.
 */
export async function makeMove(
  w: World,
  who: Who,
  { room: id, side, intent, held }: { room: string; side: Side; intent: Intent; held: number | null },
): Promise<void> {
  if (who.kind !== 'user') throw negotiationFaults.peopleOnly()
  if (intent.kind === 'ready' && !who.permissions.has('agreements.approve')) throw negotiationFaults.mayNotApprove()
  await transaction(w, async (i) => {
    const room = present(await lockRoom(i, id), 'the door looked the room up')
    if (room.state !== 'open') throw negotiationFaults.notOpen()
    const moves = await movesOf(i, id)
    if (held !== null && held !== moves.length) throw negotiationFaults.stale({ moves: String(moves.length) })
    if (moves.length >= movesMost) throw negotiationFaults.full({ most: String(movesMost) })
    const opening = openingOf(room)
    const before = fold(
      opening,
      moves.map(({ move }) => move),
    )
    const act = checked(room, before, side, intent)
    const own = moves.filter(({ move }) => move.by === side)
    const body = {
      neg: room.id,
      by: side,
      person: who.name,
      seq: own.length + 1,
      prev: own.at(-1)?.id ?? null,
      seen: moves.findLast(({ move }) => move.by === otherSide(side))?.id ?? null,
      at: i.now(),
      act,
    }
    const move = signMove(body, await signingKeyOf(i, side, room.partner))
    const kept: Kept = { place: moves.length + 1, id: moveId(move), user: who.id, move }
    await saveMove(i, room, kept)
    const after = fold(
      opening,
      [...moves, kept].map((one) => one.move),
    )
    if (after.complete) await conclude(i, room, after, [...moves, kept])
  })
}

function checked(room: Room, state: Folded, side: Side, intent: Intent): Act {
  if (state.ready[side]) throw negotiationFaults.bound()
  const opens = opensOf(room.schedule)
  switch (intent.kind) {
    case 'offer':
      return offered(room, state, side, intent)
    case 'accept':
    case 'reject': {
      const found = state.offers.find(({ id, move }) => id === intent.offer && move.by === otherSide(side))
      if (!found) throw negotiationFaults.unknownOffer({ offer: intent.offer })
      return intent
    }
    case 'ready':
      if (state.root !== intent.root) throw negotiationFaults.notReady()
      return intent
    default:
      for (const clause of intent.clauses) if (!opens.includes(clause)) throw negotiationFaults.closedClause({ clause })
      return intent
  }
}

// The content is parsed by the agreements' own schema, which also normalises it: equal meaning has an equal digest.
function offered(room: Room, state: Folded, side: Side, intent: Extract<Intent, { kind: 'offer' }>): Act {
  const opens: readonly string[] = opensOf(room.schedule)
  const names = Object.keys(intent.clauses)
  for (const clause of names) if (!opens.includes(clause)) throw negotiationFaults.closedClause({ clause })
  const mine = clausesOf(openingOf(room), state.positions[side])
  const whole = termsWithClauses(room, { ...mine, ...(intent.clauses as Partial<Clauses>) })
  const shaped = termsSchema.safeParse(whole)
  const parsed = parseTerms(whole)
  const problem = parsed.ok
    ? undefined
    : parsed.problems.find(({ at }) => !shaped.success || names.some((name) => at.startsWith(`/clauses/${name}`)))
  if (problem) {
    const { at, zh, en } = problem
    throw negotiationFaults.termsInvalid({ at, zh, en }, at)
  }
  const { clauses } = present(shaped.data, 'terms without a problem of shape have one')
  const content = Object.fromEntries(names.map((name) => [name, clauses[name as ClauseName]]))
  return { kind: 'offer', clauses: content as Partial<Clauses>, words: intent.words }
}

// Exactly once: the room is locked and leaves `open` here. The two `ready` moves are the two approvals.
async function conclude(i: Inside, room: Room, state: Folded, moves: readonly Kept[]): Promise<void> {
  const root = present(state.root, 'a complete negotiation has its root') as Digest
  const partner = present(await partnerById(i, room.partner), 'a room belongs to a partner')
  const terms = termsWithClauses(room, clausesOf(openingOf(room), state.positions.institution))
  const ready = (side: Side): Kept =>
    present(
      moves.findLast(({ move }) => move.by === side),
      'a ready side has moved',
    )
  const { number } = await proposeInside(i, {
    partner: partner.id,
    wallet: partner.wallet,
    terms,
    by: ready('institution').move.person,
  })
  for (const party of sides) {
    const { user: by, move } = ready(party)
    await approveInside(i, { agreement: room.agreement, number, party, person: move.person, by, root })
  }
  await saveRoomState(i, room.id, 'complete', null)
  if (partner.stage === 'negotiating')
    await movePartner(i, partner.id, 'agree', 'negotiation', {
      zh: '双方确认同一份条款',
      en: 'both sides are ready on the same terms',
    })
}

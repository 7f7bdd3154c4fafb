import { type ClauseWords, clauseWords } from '../agreements/clauseWords.ts'
import type { ClauseName } from '../agreements/terms.ts'
import { sentenceJson } from '../agreements/view.ts'
import type { Canonical } from '../base/canonical.ts'
import { partnerById } from '../partners/find.ts'
import { bothTexts, digestJson, timeJson } from '../world/money-json.ts'
import { type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { differencesOf } from './differences.ts'
import { clausesOf, type Folded, fold, type Stand } from './fold.ts'
import { type Move, moveId, type Side, sides } from './move.ts'
import { type Kept, openingOf, problemsOf, type Room, termsWithClauses } from './room.ts'
import { opensOf, schedules } from './schedule.ts'
import { movesOf } from './store.ts'

// What the API says of a negotiation.

const cardStates = ['untouched', 'open', 'crossed', 'agreed', 'locked'] as const
type CardState = (typeof cardStates)[number]
const sideJson = z.enum(sides)

export const actJson = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('offer'),
    clauses: z.record(z.string(), z.unknown()),
    words: z.string().nullable(),
  }),
  z.strictObject({ kind: z.literal('accept'), offer: digestJson }),
  z.strictObject({ kind: z.literal('reject'), offer: digestJson, words: z.string() }),
  z.strictObject({ kind: z.literal('lock'), clauses: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('unlock'), clauses: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('ready'), root: digestJson }),
])

const row = {
  id: z.string(),
  partner: z.strictObject({ id: z.string(), name: bothTexts }),
  agreement: z.string(),
  version: z.int(),
  amends: digestJson.nullable(),
  schedule: z.enum(schedules),
  state: z.enum(['open', 'complete', 'closed']),
  openedAt: timeJson,
  cards: z.record(z.enum(cardStates), z.int()),
  moves: z.int(),
  lastMoveAt: timeJson.nullable(),
}
export const roomRowJson = z.strictObject(row).meta({ id: 'NegotiationRow' })

const positionJson = z.strictObject({
  content: z.unknown(),
  digest: digestJson,
  move: digestJson.nullable(),
  person: z.string().nullable(),
  at: timeJson.nullable(),
  sentences: z.array(sentenceJson).nullable(),
})
const readyJson = z.strictObject({ root: digestJson, person: z.string(), at: timeJson }).nullable()

export const problemsJson = z.array(
  z.strictObject({ at: z.string(), code: z.string(), zh: z.string(), en: z.string() }),
)

export const roomJson = z
  .strictObject({
    ...row,
    side: sideJson,
    clauses: z.array(
      z.strictObject({
        clause: z.string(),
        title: bothTexts,
        state: z.enum(cardStates),
        institution: positionJson,
        wallet: positionJson,
        lockedBy: z.array(sideJson),
        differences: z.array(z.strictObject({ path: z.string(), institution: z.unknown(), wallet: z.unknown() })),
      }),
    ),
    offers: z.array(
      z.strictObject({
        move: digestJson,
        by: sideJson,
        person: z.string(),
        at: timeJson,
        clauses: z.array(z.string()),
        words: z.string().nullable(),
        answer: z
          .strictObject({ kind: z.enum(['accept', 'reject']), words: z.string().nullable(), at: timeJson })
          .nullable(),
      }),
    ),
    ready: z.strictObject({ institution: readyJson, wallet: readyJson }),
    root: digestJson.nullable(),
    problems: problemsJson,
    misconduct: z.array(z.strictObject({ by: sideJson, seq: z.int(), moves: z.tuple([digestJson, digestJson]) })),
    may: z.array(z.enum(['offer', 'accept', 'reject', 'lock', 'unlock', 'ready', 'close'])),
  })
  .meta({ id: 'Negotiation' })

export const moveJson = z
  .strictObject({
    id: digestJson,
    place: z.int(),
    neg: z.string(),
    by: sideJson,
    person: z.string(),
    seq: z.int(),
    prev: digestJson.nullable(),
    seen: digestJson.nullable(),
    at: timeJson,
    act: actJson,
    sig: z.string(),
  })
  .meta({ id: 'NegotiationMove' })

type RoomRow = z.output<typeof roomRowJson>
type RoomView = z.output<typeof roomJson>

/** The side a caller stands on. */
export const sideOf = (who: Who): Side => (who.orgKind === 'partner' ? 'wallet' : 'institution')

export async function toRoomRow(w: World, room: Room): Promise<RoomRow> {
  const moves = await movesOf(w, room.id)
  return await rowOf(w, room, foldOf(room, moves), moves)
}

/** The room as one side sees it, after the first `until` moves; after all when absent. */
export async function toRoomView(w: World, who: Who, room: Room, until?: number): Promise<RoomView> {
  const moves = (await movesOf(w, room.id)).slice(0, until)
  const state = foldOf(room, moves)
  const words = wordsOf(room, state)
  const byId = new Map(moves.map(({ id, move }) => [id as string, move]))
  const position = (side: Side, clause: ClauseName) => {
    const stand = state.positions[side].get(clause) as Stand
    const move = stand.move === null ? undefined : byId.get(stand.move)
    const said = words[side].get(clause)?.sentences ?? null
    return { ...stand, person: move?.person ?? null, at: move?.at ?? null, sentences: said }
  }
  const agreedAll = state.agreed.size === opensOf(room.schedule).length
  return {
    ...(await rowOf(w, room, state, moves)),
    side: sideOf(who),
    clauses: opensOf(room.schedule).map((clause) => {
      const [institution, wallet] = [position('institution', clause), position('wallet', clause)]
      return {
        clause,
        title: words.base.get(clause)?.title ?? { zh: clause, en: clause },
        state: cardOf(state, clause),
        institution,
        wallet,
        lockedBy: sides.filter((side) => state.locks[side].has(clause)),
        differences: differencesOf(`/clauses/${clause}`, institution.content as Canonical, wallet.content as Canonical),
      }
    }),
    offers: state.offers.map(({ id, move, answer }) => ({ move: id, ...toOffer(move), answer: toAnswer(answer) })),
    ready: { institution: toReady(state.ready.institution), wallet: toReady(state.ready.wallet) },
    root: state.root,
    problems: agreedAll ? problemsOf(room, clausesOf(openingOf(room), state.positions.institution)) : [],
    misconduct: state.misconduct,
    may: until === undefined ? maysOf(who, room, state) : [],
  }
}

/** The whole terms with one side's positions, or as both began; with what makes them impossible to sign. */
export async function termsOfSide(w: World, room: Room, of: Side | 'base') {
  const state = foldOf(room, await movesOf(w, room.id))
  const clauses = of === 'base' ? room.base.clauses : clausesOf(openingOf(room), state.positions[of])
  return { terms: termsWithClauses(room, clauses) as Record<string, unknown>, problems: problemsOf(room, clauses) }
}

export const toMoveView = ({ id, place, move }: Kept): z.output<typeof moveJson> =>
  ({ id, place, ...move }) as z.output<typeof moveJson>

const foldOf = (room: Room, moves: readonly Kept[]): Folded =>
  fold(
    openingOf(room),
    moves.map(({ move }) => move),
  )

async function rowOf(w: World, room: Room, state: Folded, moves: readonly Kept[]): Promise<RoomRow> {
  const { id, agreement, version, schedule, base, openedAt } = room
  const cards = { untouched: 0, open: 0, crossed: 0, agreed: 0, locked: 0 }
  for (const clause of opensOf(schedule)) cards[cardOf(state, clause)]++
  const name = (await partnerById(w, room.partner))?.name ?? { zh: room.partner, en: room.partner }
  const lastMoveAt = moves.at(-1)?.move.at ?? null
  const partner = { id: room.partner, name }
  const of = { id, agreement, version, schedule, state: room.state, openedAt, amends: base.amends }
  return { ...of, partner, cards, moves: moves.length, lastMoveAt }
}

// Crossed: each side stands where the other stood, by acceptances that passed each other.
function cardOf(state: Folded, clause: ClauseName): CardState {
  const [ours, theirs] = sides.map((side) => state.positions[side].get(clause) as Stand) as [Stand, Stand]
  if (state.agreed.has(clause)) {
    if (sides.some((side) => state.locks[side].has(clause))) return 'locked'
    return ours.move === null && theirs.move === null ? 'untouched' : 'agreed'
  }
  const isAccepted = ({ move }: Stand): boolean =>
    move !== null && state.offers.some(({ answer }) => answer?.act.kind === 'accept' && moveId(answer) === move)
  return isAccepted(ours) && isAccepted(theirs) ? 'crossed' : 'open'
}

type Words = ReadonlyMap<ClauseName, ClauseWords>

// Only valid terms have words, so a side's clause that cannot stand in its own whole is put into words over the base.
function wordsOf(room: Room, state: Folded): Record<Side | 'base', Words> {
  const base = indexed(clauseWords(room.base, null))
  const said = (side: Side): Words => {
    const whole = clausesOf(openingOf(room), state.positions[side])
    if (problemsOf(room, whole).length === 0) return indexed(clauseWords(termsWithClauses(room, whole), null))
    const found = opensOf(room.schedule).flatMap((clause): [ClauseName, ClauseWords][] => {
      const alone = { ...room.base.clauses, [clause]: whole[clause] }
      if (problemsOf(room, alone).length > 0) return []
      const one = clauseWords(termsWithClauses(room, alone), null).find((words) => words.clause === clause)
      return one ? [[clause, one]] : []
    })
    return new Map(found)
  }
  return { base, institution: said('institution'), wallet: said('wallet') }
}

const indexed = (words: readonly ClauseWords[]): Words => new Map(words.map((one) => [one.clause, one]))

function toOffer({ by, person, at, act }: Move) {
  const offer = act.kind === 'offer' ? act : { clauses: {}, words: null }
  return { by, person, at, clauses: Object.keys(offer.clauses), words: offer.words }
}

function toAnswer(move: Move | null) {
  if (move?.act.kind === 'reject') return { kind: 'reject' as const, words: move.act.words, at: move.at }
  return move ? { kind: 'accept' as const, words: null, at: move.at } : null
}

const toReady = (move: Move | null) =>
  move?.act.kind === 'ready' ? { root: move.act.root, person: move.person, at: move.at } : null

function maysOf(who: Who, room: Room, state: Folded): RoomView['may'] {
  if (room.state !== 'open' || who.kind !== 'user' || !who.permissions.has('negotiations.move')) return []
  const side = sideOf(who)
  const close: RoomView['may'] = side === 'institution' ? ['close'] : []
  if (state.ready[side]) return close
  const waits = state.offers.some(({ move, answer }) => move.by !== side && answer === null)
  const isReady = state.root !== null && who.permissions.has('agreements.approve')
  return [
    'offer',
    ...(waits ? (['accept', 'reject'] as const) : []),
    ...(state.agreed.size > 0 ? (['lock'] as const) : []),
    ...(state.locks[side].size > 0 ? (['unlock'] as const) : []),
    ...(isReady ? (['ready'] as const) : []),
    ...close,
  ]
}

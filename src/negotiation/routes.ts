import { clauseNames } from '../agreements/terms.ts'
import { isId } from '../base/id.ts'
import { partnerById } from '../partners/find.ts'
import { digestJson, idJson, lineJson, page, pageQuery } from '../world/money-json.ts'
import { type Route, route, type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { closeRoom } from './closeRoom.ts'
import { negotiationFaults } from './errors.ts'
import { makeMove } from './makeMove.ts'
import { sides } from './move.ts'
import { openRoom } from './openRoom.ts'
import type { Room } from './room.ts'
import { schedules } from './schedule.ts'
import { movesOf, roomOf, roomsAll } from './store.ts'
import {
  moveJson,
  problemsJson,
  roomJson,
  roomRowJson,
  sideOf,
  termsOfSide,
  toMoveView,
  toRoomRow,
  toRoomView,
} from './view.ts' // prettier: one list

const { notFound, unknownPartner } = negotiationFaults
const one = z.strictObject({ id: idJson('neg') })
const place = z
  .codec(z.string().regex(/^(0|[1-9]\d{0,2})$/), z.int().min(0).max(999), { decode: Number, encode: String })
  .meta({ description: 'How many moves, in the order they came in' })
const clause = z.enum(clauseNames)
const clauseList = z.array(clause).min(1).max(clauseNames.length)
const words = lineJson(600)

const intent = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('offer'),
    clauses: z
      .record(z.string(), z.unknown())
      .refine((offer) => Object.keys(offer).length > 0)
      .meta({ description: 'Whole clauses by name; more than one is a package, accepted whole or not at all' }),
    words: words.nullable(),
  }),
  z.strictObject({ kind: z.literal('accept'), offer: digestJson }),
  z.strictObject({ kind: z.literal('reject'), offer: digestJson, words }),
  z.strictObject({ kind: z.literal('lock'), clauses: clauseList }),
  z.strictObject({ kind: z.literal('unlock'), clauses: clauseList }),
  z.strictObject({ kind: z.literal('ready'), root: digestJson }),
])

export const negotiationRoutes: Route[] = [
  route({
    name: 'listNegotiations',
    does: 'GET /v1/negotiations',
    tag: 'negotiations',
    summary: { zh: '谈判列表', en: 'Negotiations, newest first' },
    may: 'negotiations.read',
    query: z.strictObject({ ...pageQuery, partner: idJson('par').optional() }),
    reply: page(roomRowJson),
    refuses: [],
    handle: async (w, { who, query: { limit = 20, cursor, partner } }) => {
      const mine = who.orgKind === 'partner' ? who.org : (partner ?? null)
      const rooms = (await roomsAll(w, mine)).filter((room) => mayKnow(who, room))
      const from = cursor !== undefined && isId('neg', cursor) ? rooms.findIndex(({ id }) => id === cursor) + 1 : 0
      const shown = rooms.slice(from, from + limit)
      const items = await Promise.all(shown.map((room) => toRoomRow(w, room)))
      return { items, next: from + limit < rooms.length ? (items.at(-1)?.id ?? null) : null }
    },
  }),
  route({
    name: 'openNegotiation',
    does: 'POST /v1/negotiations',
    tag: 'negotiations',
    summary: { zh: '就协议的下一个版本开启谈判', en: 'Open a negotiation about the next version of an agreement' },
    may: 'negotiations.move',
    body: z.strictObject({
      partner: idJson('par'),
      schedule: z.enum(schedules),
      terms: z
        .record(z.string(), z.unknown())
        .optional()
        .meta({ description: 'Template of a first signing; an amendment begins from the version in force' }),
    }),
    reply: roomJson,
    status: 201,
    idempotent: true,
    refuses: [
      unknownPartner,
      negotiationFaults.alreadyOpen,
      negotiationFaults.versionPending,
      negotiationFaults.noBase,
      negotiationFaults.termsInvalid,
    ],
    handle: async (w, { who, body }) => {
      const partner = who.orgKind === 'institution' ? await partnerById(w, body.partner) : null
      if (!partner) throw unknownPartner({ partner: body.partner })
      const id = await openRoom(w, { partner, schedule: body.schedule, template: body.terms })
      return await seen(w, who, id)
    },
  }),
  route({
    name: 'getNegotiation',
    does: 'GET /v1/negotiations/{id}',
    tag: 'negotiations',
    summary: { zh: '谈判室：各条款双方立场', en: 'A negotiation: where each side stands on each clause' },
    may: 'negotiations.read',
    params: one,
    query: z.strictObject({ until: place.optional() }),
    reply: roomJson,
    refuses: [notFound],
    handle: async (w, { who, params, query }) => await seen(w, who, params.id, query.until),
  }),
  route({
    name: 'getNegotiationTerms',
    does: 'GET /v1/negotiations/{id}/terms',
    tag: 'negotiations',
    summary: {
      zh: '一方立场下的完整条款，可直接测算',
      en: 'The whole terms as one side has them, ready to be priced by POST /v1/projections',
    },
    may: 'negotiations.read',
    params: one,
    query: z.strictObject({ of: z.enum(['base', ...sides]).optional() }),
    reply: z
      .strictObject({ terms: z.record(z.string(), z.unknown()), problems: problemsJson })
      .meta({ id: 'NegotiationTerms' }),
    refuses: [notFound],
    handle: async (w, { who, params, query }) => {
      const room = await visible(w, who, params.id)
      return await termsOfSide(w, room, query.of ?? sideOf(who))
    },
  }),
  route({
    name: 'listNegotiationMoves',
    does: 'GET /v1/negotiations/{id}/moves',
    tag: 'negotiations',
    summary: { zh: '谈判的全部签名动作', en: 'The signed moves of a negotiation' },
    may: 'negotiations.read',
    params: one,
    query: z.strictObject({ after: place.optional() }),
    reply: page(moveJson),
    refuses: [notFound],
    handle: async (w, { who, params, query: { after = 0 } }) => {
      const room = await visible(w, who, params.id)
      const moves = (await movesOf(w, room.id)).slice(after)
      const items = moves.slice(0, 100).map(toMoveView)
      return { items, next: moves.length > items.length ? String(after + items.length) : null }
    },
  }),
  route({
    name: 'makeNegotiationMove',
    does: 'POST /v1/negotiations/{id}/moves',
    tag: 'negotiations',
    summary: {
      zh: '提案、接受、拒绝、锁定或确认；由本方密钥签名',
      en: 'Offer, accept, reject, lock or be ready; signed by the key of your organisation',
    },
    may: 'negotiations.move',
    params: one,
    body: z.strictObject({
      act: intent,
      held: z.int().min(0).max(999).optional().meta({ description: 'How many moves you had seen' }),
    }),
    reply: roomJson,
    idempotent: true,
    refuses: [
      notFound,
      negotiationFaults.notOpen,
      negotiationFaults.stale,
      negotiationFaults.full,
      negotiationFaults.bound,
      negotiationFaults.closedClause,
      negotiationFaults.termsInvalid,
      negotiationFaults.unknownOffer,
      negotiationFaults.notReady,
      negotiationFaults.mayNotApprove,
      negotiationFaults.peopleOnly,
    ],
    handle: async (w, { who, params, body }) => {
      const room = await visible(w, who, params.id)
      if (who.orgKind !== 'institution' && who.orgKind !== 'partner') throw notFound({ room: params.id })
      await makeMove(w, who, { room: room.id, side: sideOf(who), intent: body.act, held: body.held ?? null })
      return await seen(w, who, room.id)
    },
  }),
  route({
    name: 'closeNegotiation',
    does: 'POST /v1/negotiations/{id}/close',
    tag: 'negotiations',
    summary: { zh: '结束谈判并说明原因', en: 'End a negotiation, with the reason' },
    may: 'negotiations.move',
    params: one,
    body: z.strictObject({ reason: lineJson(300) }),
    reply: roomJson,
    idempotent: true,
    refuses: [notFound, negotiationFaults.notOpen],
    handle: async (w, { who, params, body }) => {
      const room = await visible(w, who, params.id)
      if (who.orgKind !== 'institution') throw notFound({ room: params.id })
      await closeRoom(w, room.id, body.reason)
      return await seen(w, who, room.id)
    },
  }),
]

async function seen(w: World, who: Who, id: string, until?: number) {
  return await toRoomView(w, who, await visible(w, who, id), until)
}

// A partner knows of its own negotiations only.
async function visible(w: World, who: Who, id: string): Promise<Room> {
  const room = await roomOf(w, id)
  if (!room || !mayKnow(who, room)) throw notFound({ room: id })
  return room
}

const mayKnow = (who: Who, { partner }: Room): boolean =>
  who.orgKind === 'institution' || who.orgKind === 'auditor' || (who.orgKind === 'partner' && who.org === partner)

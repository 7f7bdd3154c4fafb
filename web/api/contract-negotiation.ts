// What the routes of this room answer and take: negotiation rooms, their signed moves, and the state folded from them.
import type { Digest, List, Named, Pointer, Sentence, Text, Time } from './values.ts'

export type NegotiationSide = 'institution' | 'wallet'
/** Which clauses a room opens. */
export type Schedule = 'whole' | 'master' | 'technical' | 'marketing' | 'data'
/** complete: both are ready, and the version was proposed and approved by both in agreements. */
export type RoomState = 'open' | 'complete' | 'closed'
export type CardState = 'untouched' | 'open' | 'crossed' | 'agreed' | 'locked'

/** A move as it is signed. `id` is the SHA-256 of its canonical JSON without `sig`. */
export type NegotiationAct =
  /** One clause, or several as a package that is accepted whole or not at all. `clauses` holds each clause's whole content. */
  | { kind: 'offer'; clauses: Record<string, unknown>; words: string | null }
  | { kind: 'accept'; offer: Digest }
  | { kind: 'reject'; offer: Digest; words: string }
  | { kind: 'lock'; clauses: string[] }
  | { kind: 'unlock'; clauses: string[] }
  /** Binds its author: nothing of theirs follows. `root` as the room shows it in `root`. */
  | { kind: 'ready'; root: Digest }

export type NegotiationMove = {
  neg: string
  by: NegotiationSide
  person: string
  seq: number
  prev: Digest | null
  seen: Digest | null
  at: Time
  act: NegotiationAct
  sig: string
}

export type RoomRow = {
  id: string
  partner: Named
  agreement: string
  version: number
  amends: Digest | null
  schedule: Schedule
  state: RoomState
  openedAt: Time
  /** How many clauses stand in each state. */
  cards: Record<CardState, number>
  moves: number
  lastMoveAt: Time | null
}

export type Position = {
  content: unknown
  digest: Digest
  /** The move it stands since; null while it is the base of the room. */
  move: Digest | null
  person: string | null
  at: Time | null
  /** In words, each value with the place it was printed from; null when this position alone cannot be put into words. */
  sentences: Sentence[] | null
}

export type ClauseCard = {
  clause: string
  title: Text
  state: CardState
  institution: Position
  wallet: Position
  lockedBy: NegotiationSide[]
  /** Values in which the two positions differ. null: it stands on one side only. */
  differences: { path: Pointer; institution: unknown; wallet: unknown }[]
}

export type OpenOffer = {
  move: Digest
  by: NegotiationSide
  person: string
  at: Time
  clauses: string[]
  words: string | null
  /** What the other side answered; null while it waits. */
  answer: { kind: 'accept' | 'reject'; words: string | null; at: Time } | null
}

export type TermsProblem = { at: Pointer; code: string; zh: string; en: string }

export type Room = RoomRow & {
  side: NegotiationSide
  /** Clauses this room opens, in the order of the agreement. */
  clauses: ClauseCard[]
  offers: OpenOffer[]
  ready: Record<NegotiationSide, { root: Digest; person: string; at: Time } | null>
  /** The root of the terms when every clause agrees and the whole is valid; sent with `ready`. */
  root: Digest | null
  /** What is contradictory or incomplete in the agreed whole; empty while clauses are still open. */
  problems: TermsProblem[]
  /** Two different moves under one number, kept as proof. */
  misconduct: { by: NegotiationSide; seq: number; moves: [Digest, Digest] }[]
  /** What this caller may do now. */
  may: ('offer' | 'accept' | 'reject' | 'lock' | 'unlock' | 'ready' | 'close')[]
}

export type GetsNegotiation = {
  '/v1/negotiations': List<RoomRow>
  /** ?until=<number of moves>: the room as it stood after so many moves (film strip). */
  '/v1/negotiations/{id}': Room
  /** ?of=base|institution|wallet (your own side when absent): the whole terms as a side has them. Price them: POST /v1/projections { partner, of: { terms }, against: { terms }, traffic }. */
  '/v1/negotiations/{id}/terms': { terms: Record<string, unknown>; problems: TermsProblem[] }
  /** In the order they came in, at most 100 a page; ?after=<number of moves already held>. */
  '/v1/negotiations/{id}/moves': { items: (NegotiationMove & { id: Digest; place: number })[]; next: string | null }
}

export type PostsNegotiation = {
  '/v1/negotiations': { body: { partner: string; schedule: Schedule; terms?: unknown }; reply: Room }
  /** Intent of a signed-in person; the server signs with the key of their organisation. `held`: moves seen, 409 negotiation.stale when there are more. */
  '/v1/negotiations/{id}/moves': { body: { act: NegotiationAct; held?: number }; reply: Room }
  '/v1/negotiations/{id}/close': { body: { reason: string }; reply: Room }
}

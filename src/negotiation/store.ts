import type { Terms } from '../agreements/terms.ts'
import type { Digest } from '../base/digest.ts'
import type { Id } from '../base/id.ts'
import { sealedUnder } from '../vault/keepers.ts'
import type { Sealed } from '../vault/sealed.ts'
import { record } from '../world/record.ts'
import { many, maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { Move } from './move.ts'
import type { Kept, Room, RoomState } from './room.ts'
import type { Schedule } from './schedule.ts'

type RoomRow = {
  id: Id<'neg'>
  partner: Id<'par'>
  agreement: Id<'agr'>
  version: number
  schedule: Schedule
  state: RoomState
  base: Terms
  institution_key: string
  wallet_key: string
  opened_at_ms: bigint
}

const insertRoom = query<Omit<RoomRow, 'opened_at_ms' | 'state'> & { at: number }>()`
  insert into negotiation.room (id, partner, agreement, version, schedule, state, base, institution_key, wallet_key, opened_at_ms)
  values (${'id'}, ${'partner'}, ${'agreement'}, ${'version'}, ${'schedule'}, 'open', ${'base'}, ${'institution_key'}, ${'wallet_key'}, ${'at'})
  on conflict (partner) where state = 'open' do nothing`

const roomById = query<{ id: string }, RoomRow>()`
  select id, partner, agreement, version, schedule, state, base, institution_key, wallet_key, opened_at_ms
    from negotiation.room where id = ${'id'}`

const lock = query<{ id: string }, { id: string }>()`select id from negotiation.room where id = ${'id'} for update`

const openOfPartner = query<{ partner: string }, { id: string }>()`
  select id from negotiation.room where partner = ${'partner'} and state = 'open'`

const rooms = query<{ partner: string | null }, RoomRow>()`
  select id, partner, agreement, version, schedule, state, base, institution_key, wallet_key, opened_at_ms
    from negotiation.room where ${'partner'}::text is null or partner = ${'partner'}
   order by opened_at_ms desc, id limit 200`

const restate = query<{ id: string; state: string }>()`
  update negotiation.room set state = ${'state'} where id = ${'id'} and state = 'open'`

const insertMove = query<{
  room: string
  place: number
  id: string
  side: string
  seq: number
  user: string
  move: object
}>()`
  insert into negotiation.move (room, place, id, by_side, seq, by_user, move)
  values (${'room'}, ${'place'}, ${'id'}, ${'side'}, ${'seq'}, ${'user'}, ${'move'})`

const moves = query<{ room: string }, { place: number; id: Digest; user: string; move: Move }>()`
  select place, id, by_user as "user", move from negotiation.move where room = ${'room'} order by place limit 500`

const insertKey = query<{ partner: string; sealed: string; publicKey: string; at: number }>()`
  insert into negotiation.partner_key (partner, sealed, public_key, made_at_ms)
  values (${'partner'}, ${'sealed'}, ${'publicKey'}, ${'at'}) on conflict do nothing`

const keyOf = query<{ partner: string }, { sealed: Sealed; public_key: string }>()`
  select sealed, public_key from negotiation.partner_key where partner = ${'partner'}`

const keysAfter = query<{ after: string; most: number }, { partner: string; sealed: Sealed }>()`
  select partner, sealed from negotiation.partner_key where partner > ${'after'} order by partner limit ${'most'}`

const reseal = query<{ partner: string; from: string; to: string }>()`
  update negotiation.partner_key set sealed = ${'to'} where partner = ${'partner'} and sealed = ${'from'}`

const under = query<{ pattern: string }, { found: boolean }>()`
  select true as found from negotiation.partner_key where sealed like ${'pattern'} limit 1`

/** False when the partner has an open room already. */
export async function saveRoom(i: Inside, room: Room): Promise<boolean> {
  const { id, partner, agreement, version, schedule, base, keys, openedAt: at } = room
  const named = { institution_key: keys.institution, wallet_key: keys.wallet }
  if ((await run(i, insertRoom, { id, partner, agreement, version, schedule, base, ...named, at })) === 0) return false
  record(i, { act: 'negotiations.open', object: id, facts: { partner, agreement, version, schedule, ...named } })
  return true
}

export async function roomOf(w: World | Inside, id: string): Promise<Room | null> {
  const row = await maybe(w, roomById, { id })
  return row && toRoom(row)
}

/** The room, locked until the transaction ends: moves of one room come one after another. */
export async function lockRoom(i: Inside, id: string): Promise<Room | null> {
  return (await maybe(i, lock, { id })) && (await roomOf(i, id))
}

export async function openRoomOf(w: World | Inside, partner: string): Promise<string | null> {
  return (await maybe(w, openOfPartner, { partner }))?.id ?? null
}

/** At most 200 rooms, newest first; of one partner when it is given. */
export async function roomsAll(w: World, partner: string | null): Promise<Room[]> {
  return (await many(w, rooms, { partner })).map(toRoom)
}

export async function saveRoomState(i: Inside, id: string, state: RoomState, why: string | null): Promise<void> {
  await run(i, restate, { id, state })
  record(i, { act: `negotiations.${state}`, object: id, before: 'open', after: state, facts: { why } })
}

/** Keeps a signed move. Its words and content stay out of the log; its id commits to them. */
export async function saveMove(i: Inside, room: Room, kept: Kept): Promise<void> {
  const { place, id, user, move } = kept
  await run(i, insertMove, { room: room.id, place, id, side: move.by, seq: move.seq, user, move })
  const facts = { move: id, by: move.by, seq: move.seq, kind: move.act.kind }
  record(i, { act: 'negotiations.move', object: room.id, after: id, facts })
}

/** The moves of a room in the order they came in; a room holds at most 500. */
export async function movesOf(w: World | Inside, room: string): Promise<Kept[]> {
  return await many(w, moves, { room })
}

export async function savePartnerKey(i: Inside, partner: string, sealed: Sealed, publicKey: string): Promise<void> {
  await run(i, insertKey, { partner, sealed, publicKey, at: i.now() })
  record(i, { act: 'negotiations.key', object: partner, facts: { publicKey } })
}

export async function partnerKey(
  w: World | Inside,
  partner: string,
): Promise<{ sealed: Sealed; publicKey: string } | null> {
  const row = await maybe(w, keyOf, { partner })
  return row && { sealed: row.sealed, publicKey: row.public_key }
}

export async function sealedKeysAfter(w: World | Inside, after: string, most: number) {
  return await many(w, keysAfter, { after, most })
}

export async function replaceSealedKey(i: Inside, partner: string, from: Sealed, to: Sealed): Promise<boolean> {
  return (await run(i, reseal, { partner, from, to })) === 1
}

export async function isKeyUnder(i: Inside, { id }: { id: string }): Promise<boolean> {
  return (await maybe(i, under, { pattern: sealedUnder(id) })) !== null
}

const toRoom = ({ institution_key, wallet_key, opened_at_ms, ...same }: RoomRow): Room => ({
  ...same,
  keys: { institution: institution_key, wallet: wallet_key },
  openedAt: Number(opened_at_ms),
})

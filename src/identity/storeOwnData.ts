import type { Instant } from '../base/time.ts'
import { many, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'

export type OwnSession = {
  id: string
  methods: string[]
  userAgent: string
  createdAt: Instant
  usedAt: Instant
  endedAt: Instant | null
}
export type OwnPasskey = { id: string; name: string; createdAt: Instant; usedAt: Instant | null }
export type ConsumerLine = { id: string; phone: string; createdAt: Instant }
export type Past = { object: string; subject: string | null; endedAt: Instant }
type PastRow = { object: string; subject: string | null; at_ms: bigint }
type PastQuery = { before: number; most: number; held: string[] }

const consumers = query<{ ids: string[] }, { id: string; phone_masked: string; created_at_ms: bigint }>()`
  select id, phone_masked, created_at_ms from identity.consumer where id = any(${'ids'}::text[]) order by id limit 1000`

const sessions = query<
  { consumer: string },
  {
    id: string
    methods: string[]
    user_agent: string
    created_at_ms: bigint
    used_at_ms: bigint
    ended_at_ms: bigint | null
  }
>()`
  select id, methods, user_agent, created_at_ms, used_at_ms, ended_at_ms from identity.session
   where consumer = ${'consumer'} order by created_at_ms desc, id limit 500`

const passkeys = query<
  { owner: string },
  { id: string; name: string; created_at_ms: bigint; used_at_ms: bigint | null }
>()`
  select id, name, created_at_ms, used_at_ms from identity.passkey
   where owner_kind = 'consumer' and owner = ${'owner'} and removed_at_ms is null order by id limit 100`

const sessionsPast = query<PastQuery, PastRow>()`
  select id as object, coalesce(consumer, person) as subject, coalesce(ended_at_ms, used_at_ms) as at_ms from identity.session
   where coalesce(ended_at_ms, used_at_ms) < ${'before'}
     and not id = any(${'held'}::text[]) and not coalesce(consumer, person) = any(${'held'}::text[])
   order by coalesce(ended_at_ms, used_at_ms), id limit ${'most'}`

const challengesPast = query<PastQuery, PastRow>()`
  select id as object, owner as subject, expires_at_ms as at_ms from identity.challenge
   where expires_at_ms < ${'before'} and not id = any(${'held'}::text[])
     and (owner is null or not owner = any(${'held'}::text[]))
   order by expires_at_ms, id limit ${'most'}`

const messagesPast = query<PastQuery, PastRow>()`
  select id as object, null as subject, at_ms from identity.inbox_message
   where at_ms < ${'before'} and not id = any(${'held'}::text[]) order by at_ms, id limit ${'most'}`

const dropSessions = query<{ ids: string[] }>()`delete from identity.session where id = any(${'ids'}::text[])`
const dropChallenges = query<{ ids: string[] }>()`delete from identity.challenge where id = any(${'ids'}::text[])`
const dropMessages = query<{ ids: string[] }>()`delete from identity.inbox_message where id = any(${'ids'}::text[])`

const endSessions = query<{ consumer: string; at: number }>()`
  update identity.session set ended_at_ms = ${'at'} where consumer = ${'consumer'} and ended_at_ms is null`
const dropPasskeys = query<{ owner: string }>()`
  delete from identity.passkey where owner_kind = 'consumer' and owner = ${'owner'}`
// The row stays for what refers to it; who it was is gone, and the phone is free for somebody else.
const blankConsumer = query<{ id: string }>()`
  update identity.consumer set phone_token = '', phone_hash = id, phone_masked = '—' where id = ${'id'}`

// The relation has ended: whoever signs in with this phone from now on is somebody new.
const freePhone = query<{ id: string }>()`update identity.consumer set phone_hash = id where id = ${'id'}`

export async function unlinkPhone(i: Inside, consumer: string): Promise<void> {
  await run(i, freePhone, { id: consumer })
}

/** What people see of consumers: the masked phone and since when. At most 1,000. */
export async function consumersByIds(w: World | Inside, ids: readonly string[]): Promise<ConsumerLine[]> {
  const rows = await many(w, consumers, { ids: [...ids] })
  return rows.map(({ id, phone_masked, created_at_ms }) => ({
    id,
    phone: phone_masked,
    createdAt: Number(created_at_ms),
  }))
}

/** A consumer's sessions, newest first, at most 500. */
export async function sessionsOfConsumer(w: World, consumer: string): Promise<OwnSession[]> {
  return (await many(w, sessions, { consumer })).map((row) => ({
    id: row.id,
    methods: row.methods,
    userAgent: row.user_agent,
    createdAt: Number(row.created_at_ms),
    usedAt: Number(row.used_at_ms),
    endedAt: row.ended_at_ms === null ? null : Number(row.ended_at_ms),
  }))
}

/** A consumer's passkeys, at most 100. */
export async function passkeysOfConsumer(w: World, owner: string): Promise<OwnPasskey[]> {
  return (await many(w, passkeys, { owner })).map(({ id, name, created_at_ms, used_at_ms }) => ({
    id,
    name,
    createdAt: Number(created_at_ms),
    usedAt: used_at_ms === null ? null : Number(used_at_ms),
  }))
}

const past =
  (from: typeof sessionsPast) =>
  async (w: World | Inside, before: Instant, most: number, held: string[]): Promise<Past[]> =>
    (await many(w, from, { before, most, held })).map(({ object, subject, at_ms }) => ({
      object,
      subject,
      endedAt: Number(at_ms),
    }))

/** Sessions that ended, or were last used, before a moment; oldest first. */
export const sessionsBefore = past(sessionsPast)
/** Challenges and codes that expired before a moment. */
export const challengesBefore = past(challengesPast)
/** Messages of the sandbox's inbox sent before a moment. */
export const messagesBefore = past(messagesPast)

export const deleteSessions = (i: Inside, ids: string[]): Promise<number> => run(i, dropSessions, { ids })
export const deleteChallenges = (i: Inside, ids: string[]): Promise<number> => run(i, dropChallenges, { ids })
export const deleteMessages = (i: Inside, ids: string[]): Promise<number> => run(i, dropMessages, { ids })

export async function blankOut(i: Inside, consumer: string): Promise<void> {
  await run(i, endSessions, { consumer, at: i.now() })
  await run(i, dropPasskeys, { owner: consumer })
  await run(i, blankConsumer, { id: consumer })
}

export const endSessionsOf = (i: Inside, consumer: string): Promise<number> =>
  run(i, endSessions, { consumer, at: i.now() })

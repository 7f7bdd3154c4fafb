import { many, maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'

/** A session as it is kept; its token is not in it. */
export type Session = {
  id: string
  person: string | null
  consumer: string | null
  methods: string[]
  factors: 0 | 1 | 2
  provedAt: number
  address: string
  userAgent: string
  createdAt: number
  usedAt: number
}

type Row = {
  id: string
  person: string | null
  consumer: string | null
  methods: string[]
  factors: 0 | 1 | 2
  proved_at_ms: bigint
  address: string
  user_agent: string
  created_at_ms: bigint
  used_at_ms: bigint
}

type New = Pick<Session, 'id' | 'person' | 'consumer' | 'methods' | 'factors' | 'address' | 'userAgent'>
const insert = query<New & { digest: string; at: number }>()`
  insert into identity.session (id, token_digest, person, consumer, methods, factors, proved_at_ms, address, user_agent, created_at_ms, used_at_ms)
  values (${'id'}, ${'digest'}, ${'person'}, ${'consumer'}, ${'methods'}, ${'factors'}, ${'at'}, ${'address'}, ${'userAgent'},
    ${'at'}, ${'at'})`

const live = query<{ digest: string; since: number; idleSince: number }, Row>()`
  select s.id, s.person, s.consumer, s.methods, s.factors, s.proved_at_ms, s.address, s.user_agent, s.created_at_ms, s.used_at_ms
    from identity.session s left join identity.person p on p.id = s.person
   where s.token_digest = ${'digest'} and s.ended_at_ms is null and s.created_at_ms > ${'since'}
     and s.used_at_ms > ${'idleSince'} and (s.person is null or p.active)`

const ofOwner = query<{ owner: string; since: number; idleSince: number }, Row>()`
  select id, person, consumer, methods, factors, proved_at_ms, address, user_agent, created_at_ms, used_at_ms
    from identity.session
   where (person = ${'owner'} or consumer = ${'owner'}) and ended_at_ms is null and created_at_ms > ${'since'}
     and used_at_ms > ${'idleSince'}
   order by used_at_ms desc, id limit 50`

const touch = query<{ id: string; at: number; before: number }>()`
  update identity.session set used_at_ms = ${'at'} where id = ${'id'} and used_at_ms < ${'before'}`

const end = query<{ digest: string; at: number }, { id: string }>()`
  update identity.session set ended_at_ms = ${'at'} where token_digest = ${'digest'} and ended_at_ms is null returning id`

const endOne = query<{ id: string; owner: string; at: number }>()`
  update identity.session set ended_at_ms = ${'at'}
   where id = ${'id'} and (person = ${'owner'} or consumer = ${'owner'}) and ended_at_ms is null`

const endOthers = query<{ owner: string; kept: string; at: number }, { id: string }>()`
  update identity.session set ended_at_ms = ${'at'}
   where (person = ${'owner'} or consumer = ${'owner'}) and id <> ${'kept'} and ended_at_ms is null returning id`

const rotate = query<{ id: string; digest: string; methods: string[]; factors: number; at: number }>()`
  update identity.session
     set token_digest = ${'digest'}, methods = ${'methods'}, factors = greatest(factors, ${'factors'}), proved_at_ms = ${'at'}
   where id = ${'id'} and ended_at_ms is null`

export async function insertSession(i: Inside, session: New & { digest: string; at: number }): Promise<void> {
  await run(i, insert, session)
}

/** A live session: not ended, made after `since`, used after `idleSince`, its person still active. */
export async function liveSession(w: World, digest: string, since: number, idleSince: number): Promise<Session | null> {
  const row = await maybe(w, live, { digest, since, idleSince })
  return row && toSession(row)
}

/** At most 50, last used first. */
export const sessionsOf = async (w: World, owner: string, since: number, idleSince: number): Promise<Session[]> =>
  (await many(w, ofOwner, { owner, since, idleSince })).map(toSession)

export async function touchSession(i: Inside, id: string, before: number): Promise<void> {
  await run(i, touch, { id, at: i.now(), before })
}

/** Ends the session of a token; null when there was none. */
export async function endSessionOf(i: Inside, digest: string): Promise<string | null> {
  return (await maybe(i, end, { digest, at: i.now() }))?.id ?? null
}

export const endSession = async (i: Inside, id: string, owner: string): Promise<boolean> =>
  (await run(i, endOne, { id, owner, at: i.now() })) === 1

/** Ends every session of an owner but one; answers how many. */
export const endOtherSessions = async (i: Inside, owner: string, kept: string): Promise<number> =>
  (await many(i, endOthers, { owner, kept, at: i.now() })).length

/** The session goes on under a new token. */
export const rotateToken = async (
  i: Inside,
  next: { id: string; digest: string; methods: string[]; factors: number },
): Promise<boolean> => (await run(i, rotate, { ...next, at: i.now() })) === 1

const toSession = (row: Row): Session => ({
  id: row.id,
  person: row.person,
  consumer: row.consumer,
  methods: row.methods,
  factors: row.factors,
  provedAt: Number(row.proved_at_ms),
  address: row.address,
  userAgent: row.user_agent,
  createdAt: Number(row.created_at_ms),
  usedAt: Number(row.used_at_ms),
})

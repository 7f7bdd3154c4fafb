import { everyVersion } from '../vault/searchHash.ts'
import { many, maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { OrgKind } from './person.ts'

/** A user as administrators see them, active or not. */
export type UserRow = {
  id: string
  name: { zh: string; en: string }
  role: string
  org: string
  orgKind: OrgKind
  active: boolean
  /** Masked; the address itself is not kept. */
  email: string | null
  createdAt: number
  seenAt: number | null
}
type Row = Omit<UserRow, 'orgKind' | 'createdAt' | 'seenAt'> & {
  org_kind: OrgKind
  created_at_ms: bigint
  seen_at_ms: bigint | null
}

const usersPage = query<
  { org: string | null; orgKind: string | null; role: string | null; after: string; limit: number },
  Row
>()`
  select p.id, p.name, p.role, p.org, p.org_kind, p.active, p.created_at_ms, e.email_masked as email,
         (select max(s.used_at_ms) from identity.session s where s.person = p.id) as seen_at_ms
    from identity.person p left join identity.person_email e on e.person = p.id
   where (${'org'}::text is null or p.org = ${'org'}) and (${'orgKind'}::text is null or p.org_kind = ${'orgKind'})
     and (${'role'}::text is null or p.role = ${'role'}) and p.org_kind <> 'consumer' and p.id > ${'after'}
   order by p.id limit ${'limit'}`

const userById = query<{ id: string }, Row>()`
  select p.id, p.name, p.role, p.org, p.org_kind, p.active, p.created_at_ms, e.email_masked as email,
         (select max(s.used_at_ms) from identity.session s where s.person = p.id) as seen_at_ms
    from identity.person p left join identity.person_email e on e.person = p.id
   where p.id = ${'id'} and p.org_kind <> 'consumer'`

const setRole = query<{ id: string; role: string }>()`
  update identity.person set role = ${'role'} where id = ${'id'} and role <> ${'role'}`

const setActive = query<{ id: string; active: boolean }>()`
  update identity.person set active = ${'active'} where id = ${'id'} and active <> ${'active'}`

const endSessions = query<{ person: string; at: number }>()`
  update identity.session set ended_at_ms = ${'at'} where person = ${'person'} and ended_at_ms is null`

const emailOwner = query<{ hashes: string[] }, { person: string }>()`
  select person from identity.person_email where email_hash = any(${'hashes'}::text[])`

const putEmail = query<{ person: string; hash: string; masked: string; at: number }>()`
  insert into identity.person_email (person, email_hash, email_masked, set_at_ms)
  values (${'person'}, ${'hash'}, ${'masked'}, ${'at'})
  on conflict (person) do update set email_hash = excluded.email_hash, email_masked = excluded.email_masked,
    set_at_ms = excluded.set_at_ms`

/** Users of one organisation, or of all, by id after `after`. */
export async function usersAfter(
  w: World,
  asked: { org: string | null; orgKind: string | null; role: string | null; after: string; limit: number },
): Promise<UserRow[]> {
  return (await many(w, usersPage, asked)).map(toUser)
}

export async function userOf(w: World, id: string): Promise<UserRow | null> {
  const row = await maybe(w, userById, { id })
  return row && toUser(row)
}

/** False when the person had this role already. */
export const saveRole = async (i: Inside, id: string, role: string): Promise<boolean> =>
  (await run(i, setRole, { id, role })) === 1

/** False when nothing changed. */
export const saveActive = async (i: Inside, id: string, active: boolean): Promise<boolean> =>
  (await run(i, setActive, { id, active })) === 1

/** Ends every session of a person and answers how many there were. */
export const endSessionsOf = (i: Inside, person: string): Promise<number> =>
  run(i, endSessions, { person, at: i.now() })

export async function personByEmail(w: World | Inside, hash: string): Promise<string | null> {
  return (await maybe(w, emailOwner, { hashes: await everyVersion(w, hash) }))?.person ?? null
}

export const saveEmail = (i: Inside, person: string, hash: string, masked: string): Promise<number> =>
  run(i, putEmail, { person, hash, masked, at: i.now() })

const toUser = ({ org_kind, created_at_ms, seen_at_ms, ...same }: Row): UserRow => ({
  ...same,
  orgKind: org_kind,
  createdAt: Number(created_at_ms),
  seenAt: seen_at_ms === null ? null : Number(seen_at_ms),
})

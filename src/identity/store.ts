import { record } from '../world/record.ts'
import { many, maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { OrgKind, Person } from './person.ts'

type PersonRow = Omit<Person, 'orgKind'> & { org_kind: OrgKind }

const insertPerson = query<Person & { at: number }>()`
  insert into identity.person (id, name, role, org, org_kind, active, created_at_ms)
  values (${'id'}, ${'name'}, ${'role'}, ${'org'}, ${'orgKind'}, ${'active'}, ${'at'})`

const people = query<Record<never, never>, PersonRow>()`
  select id, name, role, org, org_kind, active from identity.person where active order by created_at_ms, id limit 100`

const personById = query<{ id: string }, PersonRow>()`
  select id, name, role, org, org_kind, active from identity.person where id = ${'id'} and active`

const insertSession = query<{ digest: string; person: string; at: number }>()`
  insert into identity.session (token_digest, person, created_at_ms, used_at_ms)
  values (${'digest'}, ${'person'}, ${'at'}, ${'at'})`

const sessionPerson = query<{ digest: string; since: number; idleSince: number }, PersonRow>()`
  select p.id, p.name, p.role, p.org, p.org_kind, p.active
    from identity.session s join identity.person p on p.id = s.person
   where s.token_digest = ${'digest'} and s.ended_at_ms is null and p.active
     and s.created_at_ms >= ${'since'} and s.used_at_ms >= ${'idleSince'}`

const touch = query<{ digest: string; at: number; before: number }>()`
  update identity.session set used_at_ms = ${'at'} where token_digest = ${'digest'} and used_at_ms < ${'before'}`

const endSession = query<{ digest: string; at: number }>()`
  update identity.session set ended_at_ms = ${'at'} where token_digest = ${'digest'} and ended_at_ms is null`

const putInstitution = query<{ name: object; zone: string }>()`
  insert into identity.institution (id, name, zone) values ('institution', ${'name'}, ${'zone'})
  on conflict (id) do update set name = excluded.name, zone = excluded.zone`

const institutionRow = query<Record<never, never>, Institution>()`select name, zone from identity.institution`

/** Whose installation this is, and the zone its days are counted in. */
export type Institution = { name: { zh: string; en: string }; zone: string }

export async function saveInstitution(i: Inside, institution: Institution): Promise<void> {
  await run(i, putInstitution, institution)
  record(i, { act: 'identity.institution', object: 'institution', facts: { zone: institution.zone } })
}

export async function institutionOf(w: World): Promise<Institution> {
  const unnamed = { name: { zh: '未命名机构', en: 'Unnamed institution' }, zone: 'Asia/Shanghai' }
  return (await maybe(w, institutionRow, {})) ?? unnamed
}

export async function savePerson(i: Inside, person: Person): Promise<void> {
  await run(i, insertPerson, { ...person, at: i.now() })
  record(i, { act: 'identity.employ', object: person.id, facts: { role: person.role, org: person.org } })
}

/** At most 100 active people, in order of arrival. */
export async function peopleAll(w: World): Promise<Person[]> {
  return (await many(w, people, {})).map(toPerson)
}

export async function personOf(w: World, id: string): Promise<Person | null> {
  const row = await maybe(w, personById, { id })
  return row && toPerson(row)
}

export async function saveSession(i: Inside, digest: string, person: string): Promise<void> {
  await run(i, insertSession, { digest, person, at: i.now() })
  record(i, { act: 'identity.sign_in', object: person })
}

/** The person of a live session: not ended, made after `since`, used after `idleSince`. */
export async function personOfSession(
  w: World,
  digest: string,
  since: number,
  idleSince: number,
): Promise<Person | null> {
  const row = await maybe(w, sessionPerson, { digest, since, idleSince })
  return row && toPerson(row)
}

export async function touchSession(i: Inside, digest: string, before: number): Promise<void> {
  await run(i, touch, { digest, at: i.now(), before })
}

export async function closeSession(i: Inside, digest: string): Promise<void> {
  await run(i, endSession, { digest, at: i.now() })
  record(i, { act: 'identity.sign_out', object: i.actor.id })
}

function toPerson(row: PersonRow): Person {
  const { org_kind, ...same } = row
  return { ...same, orgKind: org_kind }
}

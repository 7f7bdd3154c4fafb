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

function toPerson(row: PersonRow): Person {
  const { org_kind, ...same } = row
  return { ...same, orgKind: org_kind }
}

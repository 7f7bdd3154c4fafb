import { many, maybe, one, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { OrgKind } from './person.ts'

/** What an administrator wrote about a role. */
export type RoleRule = {
  role: string
  orgKind: OrgKind
  title: { zh: string; en: string }
  permissions: string[]
  version: number
  changedAt: number
  changedBy: string
}
type Row = {
  role: string
  org_kind: OrgKind
  title: { zh: string; en: string }
  permissions: string[]
  version: number
  changed_at_ms: bigint
  changed_by: string
}

const ruleOf = query<{ role: string }, Row>()`
  select role, org_kind, title, permissions, version, changed_at_ms, changed_by
    from identity.role_rule where role = ${'role'}`

const rules = query<Record<never, never>, Row>()`
  select role, org_kind, title, permissions, version, changed_at_ms, changed_by
    from identity.role_rule order by role limit 500`

const putRule = query<Omit<RoleRule, 'changedAt'> & { at: number; before: number }>()`
  insert into identity.role_rule as rule (role, org_kind, title, permissions, version, changed_at_ms, changed_by)
  values (${'role'}, ${'orgKind'}, ${'title'}, ${'permissions'}, ${'version'}, ${'at'}, ${'changedBy'})
  on conflict (role) do update
    set title = excluded.title, permissions = excluded.permissions, version = excluded.version,
        changed_at_ms = excluded.changed_at_ms, changed_by = excluded.changed_by
  where rule.version = ${'before'}`

const dropRule = query<{ role: string; version: number }>()`
  delete from identity.role_rule where role = ${'role'} and version = ${'version'}`

const holders = query<Record<never, never>, { role: string; org_kind: string; held: number }>()`
  select role, org_kind, count(*)::int as held from identity.person where active group by role, org_kind
   order by role limit 500`

const promised = query<{ role: string; at: number }, { promised: number }>()`
  select count(*)::int as promised from identity.invitation
   where role = ${'role'} and ended_at_ms is null and expires_at_ms > ${'at'}`

const holdStill = query<Record<never, never>, { held: string }>()`
  select pg_advisory_xact_lock(hashtext('identity.administration'))::text as held`

export async function roleRuleOf(w: World, role: string): Promise<RoleRule | null> {
  const row = await maybe(w, ruleOf, { role })
  return row && toRule(row)
}

/** At most 500 rules. */
export const roleRules = async (w: World): Promise<RoleRule[]> => (await many(w, rules, {})).map(toRule)

/** Writes a rule over version `before` (0 for none); false when somebody else wrote meanwhile. */
export async function saveRoleRule(
  i: Inside,
  rule: Omit<RoleRule, 'changedAt' | 'version'>,
  before: number,
): Promise<boolean> {
  return (await run(i, putRule, { ...rule, version: before + 1, at: i.now(), before })) === 1
}

export const deleteRoleRule = async (i: Inside, role: string, version: number): Promise<boolean> =>
  (await run(i, dropRule, { role, version })) === 1

/** How many active people hold each role. */
export const roleHolders = (w: World): Promise<{ role: string; org_kind: string; held: number }[]> =>
  many(w, holders, {})

/** How many open invitations promise a role. */
export const roleInvitations = async (i: Inside, role: string): Promise<number> =>
  (await one(i, promised, { role, at: i.now() })).promised

/** Changes of roles and users happen one after the other, so that two of them cannot each remove the other administrator. */
export async function oneAdministration(i: Inside): Promise<void> {
  await one(i, holdStill, {})
}

const toRule = ({ org_kind, changed_at_ms, changed_by, ...same }: Row): RoleRule => ({
  ...same,
  orgKind: org_kind,
  changedAt: Number(changed_at_ms),
  changedBy: changed_by,
})

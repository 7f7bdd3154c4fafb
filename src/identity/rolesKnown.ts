import type { World } from '../world/world.ts'
import type { OrgKind } from './person.ts'
import { type Permission, permissionsOf, type Role, roleTitles } from './role.ts'
import { within } from './rolesCeiling.ts'
import { type RoleRule, roleRuleOf, roleRules } from './storeRoles.ts'

/** A role as it stands now: built in, or made by an administrator; with its own permissions or those given to it. */
export type KnownRole = {
  id: string
  orgKind: OrgKind
  title: { zh: string; en: string }
  permissions: readonly Permission[]
  /** What it may do when nobody wrote anything else; null for a role that is not built in. */
  defaults: readonly Permission[] | null
  /** 0 as long as nobody changed it. */
  version: number
  changedAt: number | null
}

const kindsOfBuiltIn: Partial<Record<string, OrgKind>> = {
  partner: 'partner',
  'partner-administrator': 'partner',
  merchant: 'merchant',
  'merchant-administrator': 'merchant',
  auditor: 'auditor',
}
// A consumer is nobody's employee: that role is given by signing up, never by an administrator.
const builtIn = (Object.keys(permissionsOf) as Role[]).filter((role) => role !== ('consumer' as Role))

const isBuiltIn = (role: string): role is Role => (builtIn as string[]).includes(role)

/** What somebody with this role may do at this instant: nothing when there is no such role. */
export async function permissionsOfRole(w: World, role: string): Promise<readonly Permission[]> {
  if (role === 'consumer') return within('consumer', permissionsOf[role as Role] ?? [])
  return (await roleKnown(w, role))?.permissions ?? []
}

/** What a role is called; its own name when nobody knows it any more. */
export async function titleOfRole(w: World, role: string): Promise<{ zh: string; en: string }> {
  return (await roleKnown(w, role))?.title ?? { zh: role, en: role }
}

/** One role, or null. */
export async function roleKnown(w: World, role: string): Promise<KnownRole | null> {
  const rule = await roleRuleOf(w, role)
  return isBuiltIn(role) || rule ? toKnown(role, rule) : null
}

/** Every role, the built-in ones first. */
export async function rolesAll(w: World): Promise<KnownRole[]> {
  const rules = await roleRules(w)
  const own = rules.filter(({ role }) => !isBuiltIn(role))
  return [
    ...builtIn.map((role) => toKnown(role, rules.find((rule) => rule.role === role) ?? null)),
    ...own.map((rule) => toKnown(rule.role, rule)),
  ]
}

function toKnown(id: string, rule: RoleRule | null): KnownRole {
  const orgKind = isBuiltIn(id) ? (kindsOfBuiltIn[id] ?? 'institution') : (rule?.orgKind ?? 'auditor')
  const defaults = isBuiltIn(id) ? within(orgKind, permissionsOf[id]) : null
  return {
    id,
    orgKind,
    title: isBuiltIn(id) ? roleTitles[id] : (rule?.title ?? { zh: id, en: id }),
    permissions: rule ? within(orgKind, rule.permissions) : (defaults ?? []),
    defaults,
    version: rule?.version ?? 0,
    changedAt: rule?.changedAt ?? null,
  }
}

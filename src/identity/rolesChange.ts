import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { Who } from '../world/route.ts'
import type { Inside, World } from '../world/world.ts'
import { type Confirm, unconfirmed } from './confirmAdmin.ts'
import { identityFaults } from './errors.ts'
import type { OrgKind } from './person.ts'
import type { Permission } from './role.ts'
import { ceilingOf, within } from './rolesCeiling.ts'
import { type KnownRole, permissionsOfRole, roleKnown } from './rolesKnown.ts'
import { deleteRoleRule, oneAdministration, roleHolders, roleInvitations, saveRoleRule } from './storeRoles.ts'

/** Gives a role other permissions, over the version the administrator saw. Effective at the next request of whoever holds it. */
export async function changeRole(
  w: World,
  who: Who,
  wanted: { role: string; permissions: readonly string[]; version: number },
  confirm: Confirm = unconfirmed,
): Promise<void> {
  await transaction(w, async (i) => {
    const change = await refuseRoleChange(i, who, wanted)
    if (change.isDone) return
    await confirm(i)
    await saveRoleChange(i, who.id, change)
  })
}

/** A change of a role that may be made, with what it adds and takes away. */
export type CheckedChange = {
  known: KnownRole
  permissions: Permission[]
  added: string[]
  removed: string[]
  /** Somebody made exactly this change over exactly this version already. */
  isDone: boolean
}

/** Refuses what may not be changed, under the lock of all administration. Throws as `changeRole`. */
export async function refuseRoleChange(
  i: Inside,
  who: Who,
  wanted: { role: string; permissions: readonly string[]; version: number },
): Promise<CheckedChange> {
  await oneAdministration(i)
  const known = await roleKnown(i, wanted.role)
  if (!known) throw identityFaults.noSuchRole({ role: wanted.role })
  const permissions = checked(who, known, wanted.permissions)
  const before: readonly string[] = known.permissions
  const added = permissions.filter((one) => !before.includes(one))
  const removed = before.filter((one) => !(permissions as readonly string[]).includes(one))
  const isDone = known.version === wanted.version + 1 && added.length === 0 && removed.length === 0
  if (!isDone && known.version !== wanted.version) throw identityFaults.roleChanged({ role: known.id })
  return { known, permissions, added, removed, isDone }
}

/** Puts a checked change in force. Throws identity.role_changed, identity.last_administrator. */
export async function saveRoleChange(i: Inside, by: string, { known, permissions }: CheckedChange): Promise<void> {
  const { id: role, orgKind, title, version } = known
  if (!(await saveRoleRule(i, { role, orgKind, title, permissions, changedBy: by }, version)))
    throw identityFaults.roleChanged({ role })
  await keepAnAdministrator(i)
  recordChange(i, known, permissions)
}

export type NewRole = {
  role: string
  orgKind: OrgKind
  title: { zh: string; en: string }
  permissions: readonly string[]
}

/** Makes a role of the house's own. */
export async function makeRole(w: World, who: Who, wanted: NewRole, confirm: Confirm = unconfirmed): Promise<void> {
  await transaction(w, async (i) => {
    const permissions = await refuseNewRole(i, who, wanted)
    await confirm(i)
    await saveNewRole(i, who.id, { ...wanted, permissions })
  })
}

/** What a new role may do, once nothing speaks against it; under the lock of all administration. Throws as `makeRole`. */
export async function refuseNewRole(i: Inside, who: Who, wanted: NewRole): Promise<Permission[]> {
  await oneAdministration(i)
  const { role, orgKind } = wanted
  if (role === 'consumer' || (await roleKnown(i, role))) throw identityFaults.roleExists({ role })
  return checked(who, { orgKind, permissions: [] }, wanted.permissions)
}

/** Writes a checked new role down. */
export async function saveNewRole(
  i: Inside,
  by: string,
  { role, orgKind, title, permissions }: NewRole & { permissions: Permission[] },
): Promise<void> {
  if (!(await saveRoleRule(i, { role, orgKind, title, permissions, changedBy: by }, 0)))
    throw identityFaults.roleExists({ role })
  record(i, { act: 'identity.make_role', object: `role:${role}`, after: permissions, facts: { orgKind, permissions } })
}

export type RoleRemoval = { role: string; version: number }

/** Gives a built-in role its own permissions back, or removes a role nobody holds any more. */
export async function removeRole(
  w: World,
  who: Who,
  wanted: RoleRemoval,
  confirm: Confirm = unconfirmed,
): Promise<void> {
  await transaction(w, async (i) => {
    const known = await refuseRoleRemoval(i, who, wanted)
    if (known === null) return
    await confirm(i)
    await saveRoleRemoval(i, known)
  })
}

/** The role as it is, once nothing speaks against its removal; null when there is nothing to do. Throws as `removeRole`. */
export async function refuseRoleRemoval(
  i: Inside,
  who: Who,
  { role, version }: RoleRemoval,
): Promise<KnownRole | null> {
  await oneAdministration(i)
  const known = await roleKnown(i, role)
  if (!known) throw identityFaults.noSuchRole({ role })
  if (known.defaults) {
    if (known.version === 0) return null
    checked(who, known, known.defaults)
  } else if ((await held(i, role)) > 0) throw identityFaults.roleInUse({ role })
  if (known.version !== version) throw identityFaults.roleChanged({ role })
  return known
}

/** Puts a checked removal in force. */
export async function saveRoleRemoval(i: Inside, known: KnownRole): Promise<void> {
  const { id: role, version } = known
  if (!(await deleteRoleRule(i, role, version))) throw identityFaults.roleChanged({ role })
  await keepAnAdministrator(i)
  if (known.defaults) recordChange(i, known, known.defaults)
  else record(i, { act: 'identity.remove_role', object: `role:${role}`, before: [...known.permissions] })
}

/**
 * Whoever was changed: somebody active of the institution must still manage users and roles. Called at the end of every
 * change, under the lock of `oneAdministration`. Throws identity.last_administrator.
 */
export async function keepAnAdministrator(i: Inside): Promise<void> {
  for (const { role, org_kind } of await roleHolders(i)) {
    if (org_kind !== 'institution') continue
    const may = await permissionsOfRole(i, role)
    if (may.includes('users.manage') && may.includes('roles.manage')) return
  }
  throw identityFaults.lastAdministrator()
}

/** Refuses to hand out a role that can do more than the one who hands it out. */
export function refuseToGrantMore(who: Who, permissions: readonly string[]): void {
  const beyond = permissions.filter((one) => !who.permissions.has(one))
  if (beyond.length > 0) throw identityFaults.grantsMore({ permissions: beyond.join(', ') })
}

function checked(who: Who, known: Pick<KnownRole, 'orgKind' | 'permissions'>, wanted: readonly string[]): Permission[] {
  const impossible = wanted.filter((one) => !(ceilingOf(known.orgKind) as readonly string[]).includes(one))
  if (impossible.length > 0) throw identityFaults.beyondKind({ permissions: impossible.join(', ') })
  refuseToGrantMore(
    who,
    wanted.filter((one) => !(known.permissions as readonly string[]).includes(one)),
  )
  return within(known.orgKind, wanted)
}

async function held(i: Inside, role: string): Promise<number> {
  const people = (await roleHolders(i)).filter((one) => one.role === role).reduce((all, one) => all + one.held, 0)
  return people + (await roleInvitations(i, role))
}

function recordChange(i: Inside, { id, permissions }: KnownRole, now: readonly string[]): void {
  record(i, {
    act: 'identity.change_role',
    object: `role:${id}`,
    before: [...permissions],
    after: [...now],
    facts: {
      added: now.filter((one) => !(permissions as readonly string[]).includes(one)),
      removed: permissions.filter((one) => !now.includes(one)),
    },
  })
}

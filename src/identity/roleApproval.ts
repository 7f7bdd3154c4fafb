import type { Canonical } from '../base/canonical.ts'
import { command, transaction } from '../world/command.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import type { Approval } from './approval.ts'
import { approvalFor } from './approvalFor.ts'
import type { Confirm } from './confirmAdmin.ts'
import { makerNow } from './makerNow.ts'
import {
  changeRole,
  type NewRole,
  type RoleRemoval,
  refuseNewRole,
  refuseRoleChange,
  refuseRoleRemoval,
  saveNewRole,
  saveRoleChange,
  saveRoleRemoval,
} from './rolesChange.ts'

export type RoleChange = { role: string; permissions: string[]; version: number }

/** Where what waits about roles is shown. */
const within = 'roles'

/**
 * Changes what a role may do, or asks for it: by the policy a second person decides about the scope of roles. Answers the approval
 * that now waits, or null when the change holds. Faults as `changeRole`.
 */
export async function askRoleChange(
  w: World,
  who: Who,
  wanted: RoleChange,
  confirm: Confirm,
): Promise<Approval | null> {
  return await transaction(w, async (i) => {
    const change = await refuseRoleChange(i, who, wanted)
    await confirm(i)
    const { added, removed, known } = change
    const signs = [...added.map((one) => `+ ${one}`), ...removed.map((one) => `− ${one}`)].join('  ')
    const approval = await approvalFor(i, who, {
      act: 'identity.change_role',
      object: `role:${wanted.role}`,
      within,
      input: { ...wanted },
      summary: { zh: `${known.title.zh}：${signs}`, en: `${known.title.en}: ${signs}` },
    })
    if (approval === null) await saveRoleChange(i, who.id, change)
    return approval
  })
}

/** Makes a role, or asks for it. Answers the approval that now waits, or null when the role exists. Faults as `makeRole`. */
export async function askNewRole(w: World, who: Who, wanted: NewRole, confirm: Confirm): Promise<Approval | null> {
  return await transaction(w, async (i) => {
    const permissions = await refuseNewRole(i, who, wanted)
    await confirm(i)
    const { role, orgKind, title } = wanted
    const signs = permissions.map((one) => `+ ${one}`).join('  ')
    const approval = await approvalFor(i, who, {
      act: 'identity.make_role',
      object: `role:${role}`,
      within,
      input: { role, orgKind, title: { zh: title.zh, en: title.en }, permissions },
      summary: { zh: `新角色「${title.zh}」：${signs}`, en: `New role “${title.en}”: ${signs}` },
    })
    if (approval === null) await saveNewRole(i, who.id, { ...wanted, permissions })
    return approval
  })
}

/** Removes a role or gives it its defaults back, or asks for it. Null when it is done. Faults as `removeRole`. */
export async function askRoleRemoval(
  w: World,
  who: Who,
  wanted: RoleRemoval,
  confirm: Confirm,
): Promise<Approval | null> {
  return await transaction(w, async (i) => {
    const known = await refuseRoleRemoval(i, who, wanted)
    if (known === null) return null
    await confirm(i)
    const { title, defaults } = known
    const approval = await approvalFor(i, who, {
      act: 'identity.remove_role',
      object: `role:${wanted.role}`,
      within,
      input: { role: wanted.role, version: wanted.version },
      summary: defaults
        ? { zh: `角色「${title.zh}」恢复默认权限`, en: `Give the role “${title.en}” its defaults back` }
        : { zh: `删除角色「${title.zh}」`, en: `Remove the role “${title.en}”` },
    })
    if (approval === null) await saveRoleRemoval(i, known)
    return approval
  })
}

/**
 * Carries an approved change out with the rights its maker has now: who lost them meanwhile, or was overtaken by another change, is
 * refused. Repeated for the same approval it changes nothing.
 */
export async function applyRoleChange(w: World, approval: Approval): Promise<string> {
  const wanted = approval.input as RoleChange
  await changeRole(w, await makerNow(w, approval, 'roles.manage'), wanted)
  return approval.object
}

/** Makes an approved role, as `applyRoleChange` does. */
export async function applyNewRole(w: World, approval: Approval, key: string): Promise<string> {
  const wanted = approval.input as NewRole & { [name: string]: Canonical }
  return await command(w, 'identity.make_role', key, approval.input, async (i) => {
    const maker = await makerNow(i, approval, 'roles.manage')
    const permissions = await refuseNewRole(i, maker, wanted)
    await saveNewRole(i, maker.id, { ...wanted, permissions })
    return approval.object
  })
}

/** Removes an approved role, as `applyRoleChange` does. */
export async function applyRoleRemoval(w: World, approval: Approval, key: string): Promise<string> {
  return await command(w, 'identity.remove_role', key, approval.input, async (i) => {
    const maker = await makerNow(i, approval, 'roles.manage')
    const known = await refuseRoleRemoval(i, maker, approval.input as RoleRemoval)
    if (known) await saveRoleRemoval(i, known)
    return approval.object
  })
}

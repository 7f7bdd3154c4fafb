import { transaction } from '../world/command.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import type { Approval } from './approval.ts'
import { approvalFor } from './approvalFor.ts'
import type { Confirm } from './confirmAdmin.ts'
import { identityFaults } from './errors.ts'
import { changeRole, refuseRoleChange, saveRoleChange } from './rolesChange.ts'
import { personOf } from './store.ts'
import { whoOfPerson } from './whoIs.ts'

export type RoleChange = { role: string; permissions: string[]; version: number }

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
      input: { ...wanted },
      summary: { zh: `${known.title.zh}：${signs}`, en: `${known.title.en}: ${signs}` },
    })
    if (approval === null) await saveRoleChange(i, who.id, change)
    return approval
  })
}

/**
 * Carries an approved change out with the rights its maker has now: who lost them meanwhile, or was overtaken by another change, is
 * refused. Repeated for the same approval it changes nothing.
 */
export async function applyRoleChange(w: World, approval: Approval): Promise<string> {
  const wanted = approval.input as RoleChange
  const maker = await personOf(w, approval.maker.id)
  if (!maker) throw identityFaults.noSuchPerson()
  await changeRole(w, await whoOfPerson(w, maker), wanted)
  return approval.object
}

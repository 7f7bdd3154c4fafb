import { command, transaction } from '../world/command.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import type { Approval } from './approval.ts'
import { approvalFor } from './approvalFor.ts'
import type { Confirm } from './confirmAdmin.ts'
import { identityFaults } from './errors.ts'
import { makerNow } from './makerNow.ts'
import { titleOfRole } from './rolesKnown.ts'
import { moveToRole, refuseGivenRole } from './usersChange.ts'

/**
 * Gives a user another role, or asks for it: by the policy nobody hands out power alone. Who is given the role does not check it.
 * Answers the approval that now waits, or null when the user has the role. Faults as `giveRole`.
 */
export async function askGivenRole(
  w: World,
  who: Who,
  wanted: { user: string; role: string },
  confirm: Confirm,
): Promise<Approval | null> {
  return await transaction(w, async (i) => {
    const user = await refuseGivenRole(i, who, wanted.user, wanted.role)
    if (user.role === wanted.role) return null
    await confirm(i)
    const [from, to] = [await titleOfRole(i, user.role), await titleOfRole(i, wanted.role)]
    const approval = await approvalFor(i, who, {
      act: 'identity.give_role',
      object: user.id,
      input: { user: user.id, from: user.role, to: wanted.role },
      summary: {
        zh: `${user.name.zh}：${from.zh} → ${to.zh}`,
        en: `${user.name.en}: ${from.en} → ${to.en}`,
      },
      apart: [user.id],
    })
    if (approval === null) await moveToRole(i, user, wanted.role, () => undefined)
    return approval
  })
}

/** Gives an approved role with the rights its maker has now. Faults as `giveRole`, identity.maker_lost, identity.overtaken. */
export async function applyGivenRole(w: World, approval: Approval, key: string): Promise<string> {
  const { user: id, from, to } = approval.input as { user: string; from: string; to: string }
  return await command(w, 'identity.give_role', key, approval.input, async (i) => {
    const maker = await makerNow(i, approval, 'users.manage')
    const user = await refuseGivenRole(i, maker, id, to)
    if (user.role !== from || !user.active) throw identityFaults.overtaken()
    await moveToRole(i, user, to, () => undefined)
    return id
  })
}

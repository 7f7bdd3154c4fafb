import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import type { Approval } from './approval.ts'
import { identityFaults } from './errors.ts'
import type { Permission } from './role.ts'
import { personOf } from './store.ts'
import { whoOfPerson } from './whoIs.ts'

/**
 * Who asked for an approved act, with the rights they have at this moment: what others granted is still the maker's own act, so it
 * is not carried out for somebody who left or may no longer do it. Fault identity.maker_lost.
 */
export async function makerNow(w: World, { maker }: Approval, permission: Permission): Promise<Who> {
  const person = await personOf(w, maker.id)
  const who = person && (await whoOfPerson(w, person))
  if (!who?.permissions.has(permission)) throw identityFaults.makerLost({ permission })
  return who
}

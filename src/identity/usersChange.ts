import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { Who } from '../world/route.ts'
import type { Inside, World } from '../world/world.ts'
import { type Confirm, unconfirmed } from './confirmAdmin.ts'
import { keptEmail } from './email.ts'
import { identityFaults } from './errors.ts'
import { keepAnAdministrator, refuseToGrantMore } from './rolesChange.ts'
import { type KnownRole, roleKnown } from './rolesKnown.ts'
import { liveKeysOf } from './storeApiKeys.ts'
import { oneAdministration } from './storeRoles.ts'
import { endSessionsOf, personByEmail, saveActive, saveEmail, saveRole, type UserRow, userOf } from './storeUsers.ts'

/** The institution administers everybody; a partner or merchant itself. */
export const mayManage = (who: Who, org: string): boolean => who.orgKind === 'institution' || who.org === org

/** The user if this caller may know of them; of others' people it is told that there are none. */
export async function userFor(w: World, who: Who, id: string): Promise<UserRow> {
  const user = await userOf(w, id)
  if (!user || !(mayManage(who, user.org) || who.orgKind === 'auditor')) throw identityFaults.noSuchUser({ user: id })
  return user
}

/** Gives a user another role of their kind of organisation. Holds from their next request on. */
export async function giveRole(
  w: World,
  who: Who,
  id: string,
  role: string,
  confirm: Confirm = unconfirmed,
): Promise<void> {
  await transaction(w, async (i) => {
    const user = await refuseGivenRole(i, who, id, role)
    await confirm(i)
    await moveToRole(i, user, role, () => undefined)
  })
}

/** The user, once nothing speaks against giving them this role; under the lock of all administration. Throws as `giveRole`. */
export async function refuseGivenRole(i: Inside, who: Who, id: string, role: string): Promise<UserRow> {
  await oneAdministration(i)
  const user = await userFor(i, who, id)
  // Whatever the policy says: who could raise themself, or lower themself to check what they asked for, is no control.
  if (who.id === user.id) throw identityFaults.ownRole()
  refuseToGrantMore(who, (await roleForUser(i, user, role)).permissions)
  return user
}

async function roleForUser(i: Inside, { orgKind }: Pick<UserRow, 'orgKind'>, role: string): Promise<KnownRole> {
  const known = await roleKnown(i, role)
  if (!known) throw identityFaults.noSuchRole({ role }, '/role')
  if (known.orgKind !== orgKind) throw identityFaults.roleOfOtherKind({ role }, '/role')
  return known
}

/** Puts a user into a role within a transaction under `oneAdministration`; `check` may refuse what the role can do. */
export async function moveToRole(
  i: Inside,
  user: Pick<UserRow, 'id' | 'role' | 'orgKind'>,
  role: string,
  check: (permissions: readonly string[]) => void | Promise<void>,
): Promise<void> {
  await check((await roleForUser(i, user, role)).permissions)
  if (!(await saveRole(i, user.id, role))) return
  await keepAnAdministrator(i)
  record(i, {
    act: 'identity.give_role',
    object: user.id,
    before: user.role,
    after: role,
    facts: { from: user.role, to: role },
  })
}

/** Closes a user's access and ends their sessions at once. */
export async function deactivate(w: World, who: Who, id: string): Promise<void> {
  await transaction(w, async (i) => {
    await oneAdministration(i)
    const user = await userFor(i, who, id)
    if (!(await saveActive(i, user.id, false))) return
    const sessions = await endSessionsOf(i, user.id)
    await keepAnAdministrator(i)
    // Keys belong to the organisation and its machines go on; who made them no longer answers for them, and the record says which.
    const keys = await liveKeysOf(i, user.id)
    record(i, { act: 'identity.deactivate', object: user.id, facts: { sessions, keys } })
  })
}

/** Opens a user's access again, with the role they had. */
export async function reactivate(w: World, who: Who, id: string): Promise<void> {
  await transaction(w, async (i) => {
    await oneAdministration(i)
    const user = await userFor(i, who, id)
    refuseToGrantMore(who, (await roleKnown(i, user.role))?.permissions ?? [])
    if (await saveActive(i, user.id, true)) record(i, { act: 'identity.reactivate', object: user.id })
  })
}

/** Says by which address single sign-on recognises a user. */
export async function setEmail(
  w: World,
  who: Who,
  id: string,
  email: string,
  confirm: Confirm = unconfirmed,
): Promise<void> {
  await transaction(w, async (i) => {
    const user = await userFor(i, who, id)
    // Whoever owns the address can sign in as this user, so it is given like the role itself.
    refuseToGrantMore(who, (await roleKnown(i, user.role))?.permissions ?? [])
    const { hash, masked } = await keptEmail(i, email)
    const owner = await personByEmail(i, hash)
    if (owner !== null && owner !== user.id) throw identityFaults.emailTaken({}, '/email')
    await confirm(i)
    await saveEmail(i, user.id, hash, masked)
    record(i, { act: 'identity.set_email', object: user.id, personal: { subject: user.id, values: { email } } })
  })
}

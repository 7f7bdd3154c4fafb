import { sealText } from '../vault/seal.ts'
import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { type Confirm, unconfirmed } from './confirmAdmin.ts'
import { identityFaults } from './errors.ts'
import { refuseToGrantMore } from './rolesChange.ts'
import { roleKnown } from './rolesKnown.ts'
import { signOnPlace } from './singleSignOn.ts'
import { type SignOnProvider, saveProvider, signOnProvider } from './storeSignOn.ts'

export type SignOnWanted = Omit<SignOnProvider, 'clientSecret'> & {
  /** A new secret; null leaves the kept one, '' removes it. */
  newSecret: string | null
}

/** Writes the settings of single sign-on over the version the administrator saw. A group hands out a role, so its rules hold here too. */
export async function changeSignOn(
  w: World,
  who: Who,
  wanted: SignOnWanted,
  confirm: Confirm = unconfirmed,
): Promise<void> {
  const { newSecret, version, ...settings } = wanted
  await transaction(w, async (i) => {
    for (const [at, { role }] of settings.groupRoles.entries()) {
      const known = await roleKnown(i, role)
      if (!known) throw identityFaults.noSuchRole({ role }, `/group_roles/${at}/role`)
      if (known.orgKind !== 'institution') throw identityFaults.roleOfOtherKind({ role }, `/group_roles/${at}/role`)
      refuseToGrantMore(who, known.permissions)
    }
    await confirm(i)
    const before = await signOnProvider(i)
    const sealed = newSecret === null || newSecret === '' ? null : await sealText(i, signOnPlace, newSecret)
    const clientSecret = newSecret === null ? (before?.clientSecret ?? null) : sealed
    if ((before?.version ?? 0) !== version || !(await saveProvider(i, { ...settings, clientSecret }, version)))
      throw identityFaults.settingsChanged()
    const { issuer, clientId, enabled, groupsClaim, groupRoles } = settings
    const facts = { issuer, clientId, enabled, groupsClaim, groupRoles, secretChanged: newSecret !== null }
    record(i, { act: 'identity.change_sign_on', object: 'sign_on_provider', facts })
  })
}

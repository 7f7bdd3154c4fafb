import { digestOf } from '../base/digest.ts'
import { newId } from '../base/id.ts'
import { dayMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { type Confirm, unconfirmed } from './confirmAdmin.ts'
import { keptEmail } from './email.ts'
import { employ } from './employ.ts'
import { identityFaults } from './errors.ts'
import type { OrgKind, Person } from './person.ts'
import { refuseToGrantMore } from './rolesChange.ts'
import { roleKnown } from './rolesKnown.ts'
import { openSession, type Proof } from './session.ts'
import { endInvitation, type Invitation, invitationById, openInvitation, saveInvitation } from './storeInvitations.ts'
import { personByEmail, saveEmail } from './storeUsers.ts'
import { mayManage } from './usersChange.ts'

const invitationMs = 3 * dayMs

export type InvitationWanted = {
  name: { zh: string; en: string }
  role: string
  org: string
  orgKind: OrgKind
  email: string | null
}

/** Invites somebody; answers what the link carries, shown this once. It works once and for three days. */
export async function invite(
  w: World,
  who: Who,
  wanted: InvitationWanted,
  confirm: Confirm = unconfirmed,
): Promise<{ id: string; token: string }> {
  const { name, role, org, orgKind, email } = wanted
  return await transaction(w, async (i) => {
    const known = await roleKnown(i, role)
    if (!known) throw identityFaults.noSuchRole({ role })
    if (known.orgKind !== orgKind) throw identityFaults.roleOfOtherKind({ role })
    refuseToGrantMore(who, known.permissions)
    const kept = email === null ? null : await keptEmail(i, email)
    if (kept && (await personByEmail(i, kept.hash))) throw identityFaults.emailTaken({}, '/email')
    await confirm(i)
    const id = newId('inv', i.now(), i.random)
    const token = Buffer.from(i.random.bytes(32)).toString('base64url')
    const expiresAt = i.now() + invitationMs
    const common = { id, name, role, org, orgKind, invitedBy: who.id, expiresAt }
    const address = { emailHash: kept?.hash ?? null, emailMasked: kept?.masked ?? null }
    await saveInvitation(i, { ...common, ...address }, digestOf(token))
    record(i, {
      act: 'identity.invite',
      object: id,
      facts: { role, org, expiresAt },
      personal: { subject: id, values: { name: name.zh, ...(email === null ? {} : { email }) } },
    })
    return { id, token }
  })
}

/** Takes an invitation back. */
export async function withdrawInvitation(w: World, who: Who, id: string): Promise<void> {
  await transaction(w, async (i) => {
    const invitation = await invitationById(i, id)
    if (!invitation || !mayManage(who, invitation.org)) throw identityFaults.noSuchInvitation({ invitation: id })
    if (await endInvitation(i, id, null)) record(i, { act: 'identity.withdraw_invitation', object: id })
  })
}

/** What an open invitation promises; throws identity.invitation_over. */
export async function readInvitation(w: World, token: string): Promise<Invitation> {
  const found = await openInvitation(w, digestOf(token))
  if (!found) throw identityFaults.invitationOver()
  return found
}

/** Uses the link: the person exists from now on and is signed in, to add a passkey or password next. Once only. */
export async function acceptInvitation(
  w: World,
  link: string,
  from: Pick<Proof, 'address' | 'userAgent'> = {},
): Promise<{ person: Person; token: string }> {
  return await transaction(w, async (i) => {
    const found = await openInvitation(i, digestOf(link))
    if (!found) throw identityFaults.invitationOver()
    const { name, role, org, orgKind, emailHash, emailMasked } = found
    const person: Person = { id: newId('usr', i.now(), i.random), name, role, org, orgKind, active: true }
    await employ(i, person)
    if (!(await endInvitation(i, found.id, person.id))) throw identityFaults.invitationOver()
    if (emailHash && (await personByEmail(i, emailHash))) throw identityFaults.emailTaken()
    if (emailHash && emailMasked) await saveEmail(i, person.id, emailHash, emailMasked)
    const proof: Proof = { methods: ['invitation'], factors: 1, ...from }
    const { token } = await openSession(i, { kind: 'person', id: person.id }, proof)
    record(i, { act: 'identity.accept_invitation', object: found.id, facts: { person: person.id } })
    return { person, token }
  })
}

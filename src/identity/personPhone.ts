import { detokenise } from '../vault/detokenise.ts'
import { shredToken } from '../vault/shred.ts'
import { tokenise } from '../vault/tokenise.ts'
import { record } from '../world/record.ts'
import type { Inside, World } from '../world/world.ts'
import { factorsOf, removePhone, savePhone } from './storeFactors.ts'

/** Keeps a person's confirmed phone: only as a token of the vault. The one it takes the place of is shredded. */
export async function keepPhone(i: Inside, person: string, phone: string): Promise<void> {
  const before = (await factorsOf(i, person)).phone
  const { token, masked, hash } = await tokenise(i, {
    tenant: 'institution',
    kind: 'phone',
    value: phone,
    subject: person,
  })
  await savePhone(i, { person, token, hash, masked })
  record(i, { act: 'identity.add_phone', object: person, facts: { phone: token } })
  if (before !== null && before.token !== token) await shredToken(i, before.token, person)
}

/** Takes a person's phone away; nobody can read the number any more. */
export async function forgetPhone(i: Inside, person: string): Promise<void> {
  const { phone } = await factorsOf(i, person)
  await removePhone(i, person)
  if (phone !== null) await shredToken(i, phone.token, person)
}

/** The number a person's codes go to; null when they have none. */
export async function phoneNumberOf(w: World, person: string): Promise<string | null> {
  const { phone } = await factorsOf(w, person)
  return phone === null ? null : await detokenise(w, phone.token, person)
}

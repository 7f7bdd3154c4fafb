import { detokenise } from '../vault/detokenise.ts'
import { tokenise } from '../vault/tokenise.ts'
import { record } from '../world/record.ts'
import type { Inside, World } from '../world/world.ts'
import { factorsOf, savePhone } from './storeFactors.ts'

/** Keeps a person's confirmed phone: only as a token of the vault. */
export async function keepPhone(i: Inside, person: string, phone: string): Promise<void> {
  const { token, masked, hash } = await tokenise(i, {
    tenant: 'institution',
    kind: 'phone',
    value: phone,
    subject: person,
  })
  await savePhone(i, { person, token, hash, masked })
  record(i, { act: 'identity.add_phone', object: person, facts: { phone: token } })
}

/** The number a person's codes go to; null when they have none. */
export async function phoneNumberOf(w: World, person: string): Promise<string | null> {
  const { phone } = await factorsOf(w, person)
  return phone === null ? null : await detokenise(w, phone.token, person)
}

import type { Id } from '../base/id.ts'
import { tokenise } from '../vault/tokenise.ts'
import { record } from '../world/record.ts'
import type { Inside } from '../world/world.ts'
import { phoneTenant } from './oneTimeCode.ts'
import { consumerByPhone, saveConsumer } from './storeConsumers.ts'

/** Enters a consumer who is known already, under the id she has. False when her phone belongs to somebody. */
export async function enterConsumer(i: Inside, { id, phone }: { id: Id<'con'>; phone: string }): Promise<boolean> {
  const { token, masked, hash } = await tokenise(i, { tenant: phoneTenant, kind: 'phone', value: phone, subject: id })
  if (await consumerByPhone(i, hash)) return false
  const consumer = { id, phoneToken: token, phoneHash: hash, phoneMasked: masked, createdAt: i.now() }
  record(i, { act: 'identity.enter_consumer', object: id, facts: { phone: token } })
  return await saveConsumer(i, consumer)
}

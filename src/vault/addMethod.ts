import { newId } from '../base/id.ts'
import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import { redactText } from '../world/redact.ts'
import type { World } from '../world/world.ts'
import { vaultFaults } from './errors.ts'
import { cardMonth, type Method, type MethodKind, tokenKindOf } from './method.ts'
import { insertMethod, lockMethodsOf, methodsOf } from './storeMethod.ts'
import { tokenise } from './tokenise.ts'

export const methodsMost = 20

export type MethodWanted = {
  kind: MethodKind
  /** Card number, account number or wallet account. It becomes a token and is gone. */
  number: string
  expires: string | null
  issuer: string
  label: string
}

/**
 * Saves a way to pay for a holder: unverified until it is shown to be theirs. Not a command, because a command keeps a digest of its
 * input and this input is a card number; the same number twice is refused instead. Faults vault.value_invalid, vault.card_expired,
 * vault.method_twice, vault.too_many_methods, vault.label_personal, vault.authentication_data.
 */
export async function addMethod(
  w: World,
  of: { tenant: string; holder: string },
  wanted: MethodWanted,
): Promise<Method> {
  const { kind, number, expires, label } = wanted
  if (expires !== null && expires < cardMonth(w.now())) throw vaultFaults.cardExpired()
  for (const shown of [label, wanted.issuer]) if (redactText(shown) !== shown) throw vaultFaults.labelPersonal()
  return await transaction(w, async (i) => {
    await lockMethodsOf(i, of.holder)
    if ((await methodsOf(i, of.holder)).length >= methodsMost)
      throw vaultFaults.tooManyMethods({ most: String(methodsMost) })
    const made = await tokenise(i, { tenant: of.tenant, kind: tokenKindOf[kind], value: number, subject: of.holder })
    const method: Method = {
      ...of,
      id: newId('mth', i.now(), i.random),
      kind,
      token: made.token,
      masked: made.masked,
      issuer: wanted.issuer || made.detail['scheme'] || '',
      label,
      expires,
      state: 'unverified',
      isDefault: false,
      verifiedBy: null,
      addedAt: i.now(),
      changedAt: i.now(),
    }
    if (!(await insertMethod(i, method))) throw vaultFaults.methodTwice()
    record(i, {
      act: 'vault.add_method',
      object: method.id,
      facts: { holder: of.holder, kind, token: method.token, expires },
    })
    return method
  })
}

import { moved } from '../base/moves.ts'
import { record } from '../world/record.ts'
import type { Inside } from '../world/world.ts'
import { vaultFaults } from './errors.ts'
import { type Method, type MethodMove, methodMoves, type VerificationWay } from './method.ts'
import { lockMethod, lockMethodsOf, methodsOf, saveDefault, saveMethodState } from './storeMethod.ts'

/** The method of this holder, locked; vault.method_not_found for anybody else's. */
export async function ownMethod(i: Inside, holder: string, id: string): Promise<Method> {
  await lockMethodsOf(i, holder)
  const method = await lockMethod(i, id)
  if (!method || method.holder !== holder || method.state === 'removed')
    throw vaultFaults.methodNotFound({ method: id })
  return method
}

/**
 * One move of a saved method, by its table. The first that becomes active is the default; when the default leaves, the newest active one
 * takes its place. Fault vault.method_state when the table does not allow the move.
 */
export async function moveMethod(
  i: Inside,
  method: Method,
  move: MethodMove,
  verifiedBy: VerificationWay | null = method.verifiedBy,
): Promise<Method> {
  const state = moved(methodMoves, method.state, move)
  if (!state) throw vaultFaults.methodState({ state: method.state })
  const next = { ...method, state, verifiedBy, changedAt: i.now(), isDefault: method.isDefault && state === 'active' }
  await saveMethodState(i, next)
  record(i, {
    act: `vault.${move}_method`,
    object: method.id,
    before: method.state,
    after: state,
    facts: { holder: method.holder, state, verifiedBy },
  })
  const active = (await methodsOf(i, method.holder)).filter((one) => one.state === 'active')
  if (active.length > 0 && !active.some(({ isDefault }) => isDefault)) {
    const heir = active[0]?.id ?? null
    await saveDefault(i, method.holder, heir)
    record(i, { act: 'vault.default_method', object: heir ?? '', facts: { holder: method.holder } })
    return { ...next, isDefault: heir === next.id }
  }
  return next
}

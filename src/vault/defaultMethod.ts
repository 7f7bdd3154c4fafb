import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { World } from '../world/world.ts'
import { vaultFaults } from './errors.ts'
import type { Method } from './method.ts'
import { ownMethod } from './moveMethod.ts'
import { saveDefault } from './storeMethod.ts'

/** Makes a verified method the one that is offered first. Faults vault.method_not_found, vault.method_state. */
export const makeDefault = (w: World, holder: string, id: string): Promise<Method> =>
  transaction(w, async (i) => {
    const method = await ownMethod(i, holder, id)
    if (method.state !== 'active') throw vaultFaults.methodState({ state: method.state })
    if (method.isDefault) return method
    await saveDefault(i, holder, id)
    record(i, { act: 'vault.default_method', object: id, facts: { holder } })
    return { ...method, isDefault: true }
  })

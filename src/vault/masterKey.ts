import type { World } from '../world/world.ts'
import type { MasterKey } from './master.ts'
import { fileMaster, fileMasters } from './masterFile.ts'
import { hsmMaster } from './masterHsm.ts'
import { kmsMaster } from './masterKms.ts'

/**
 * The master key new data keys are wrapped under: the hardware module when `vault-hsm` is among the keys of this installation, the key
 * service when `vault-kms` is, else the newest key file. Fails closed: fault vault.master_missing when there is none.
 */
export function masterKey(w: World): MasterKey {
  if (w.keys.has('vault-hsm')) return hsmMaster(w)
  if (w.keys.has('vault-kms')) return kmsMaster(w)
  return fileMaster(w)
}

/** The master key of a wrapped data key, or null when it is not here any more. */
export function masterById(w: World, id: string): MasterKey | null {
  if (id.startsWith('hsm:')) return w.keys.has('vault-hsm') ? hsmMaster(w) : null
  if (id.startsWith('kms:')) return w.keys.has('vault-kms') ? kmsMaster(w) : null
  return fileMasters(w).find((master) => master.id === id) ?? null
}

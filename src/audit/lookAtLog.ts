import type { World } from '../world/world.ts'
import type { Asked } from './followLog.ts'
import { handOverChain, logKeyState } from './logKeys.ts'
import { proveConsistency } from './logProof.ts'
import { cosignedNote } from './receipt.ts'
import { newestCheckpoint } from './store.ts'

/** The log as its doors show it to a witness: key, newest checkpoint, and what may be asked. Null before the first checkpoint. */
export async function lookAtLog(w: World): Promise<{ key: string; note: string; asked: Asked } | null> {
  const newest = await newestCheckpoint(w)
  if (!newest) return null
  return {
    key: (await logKeyState(w)).key,
    note: await cosignedNote(w, newest),
    asked: {
      consistency: async (from, to) => (await proveConsistency(w, from, to)).proof,
      handOvers: () => handOverChain(w),
    },
  }
}

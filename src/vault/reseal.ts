import type { Inside, World } from '../world/world.ts'
import { seal } from './seal.ts'
import { type Place, parseSealed, type Sealed } from './sealed.ts'
import { keyById } from './storeKeys.ts'
import { unseal } from './unseal.ts'

/**
 * For modules that keep ciphertexts of their own: the value sealed anew when its key was retired, null when its key is today's. A
 * retired key reads as long as it is not destroyed, so a module does this whenever it likes, best when it has the value open anyway.
 */
export async function reseal(w: World | Inside, sealed: Sealed, place: Place): Promise<Sealed | null> {
  const key = await keyById(w, parseSealed(sealed)?.key ?? '')
  return key?.state === 'active' ? null : await seal(w, place, await unseal(w, sealed, place))
}

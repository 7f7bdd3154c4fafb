import type { Inside, World } from '../world/world.ts'
import { seal } from './seal.ts'
import { type Place, parseSealed, type Sealed } from './sealed.ts'
import { keyById } from './storeKeys.ts'
import { unseal } from './unseal.ts'

/**
 * The value sealed anew when its key was retired, null when its key is today's. A rotation does it to whatever a keeper brings; a
 * module may do it before, when it has the value open anyway.
 */
export async function reseal(w: World | Inside, sealed: Sealed, place: Place): Promise<Sealed | null> {
  const key = await keyById(w, parseSealed(sealed)?.key ?? '')
  return key?.state === 'active' ? null : await seal(w, place, await unseal(w, sealed, place))
}

import type { Digest } from '../base/digest.ts'
import type { Inside, World } from '../world/world.ts'
import { fileOf } from './store.ts'

/** A wallet's file as it came; null when this day never had one of that digest. */
export const billFile = (w: World | Inside, reconciliation: string, digest: Digest): Promise<Buffer | null> =>
  fileOf(w, reconciliation, digest)

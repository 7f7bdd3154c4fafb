import type { Digest } from '../base/digest.ts'
import type { World } from '../world/world.ts'
import { readBatchHashes } from './storeProof.ts'

/** The hash the books keep for each batch now, by its number; the log keeps what each was when it was booked. At most 10,000. */
export async function batchHashes(w: World, numbers: readonly bigint[]): Promise<Map<bigint, Digest>> {
  return new Map((await readBatchHashes(w, numbers)).map(({ number, hash }) => [number, hash]))
}

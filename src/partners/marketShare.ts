import { assert } from '../base/assert.ts'
import type { Inside } from '../world/world.ts'
import { saveShare } from './storeShare.ts'

/** Writes the share of our payers that published research found, parts per million, on the partner. */
export async function writeMarketShare(i: Inside, partner: string, sharePpm: number): Promise<void> {
  assert(Number.isInteger(sharePpm) && sharePpm >= 0 && sharePpm <= 1_000_000, 'a share is 0 to one million')
  assert(await saveShare(i, partner, sharePpm), 'a researched partner exists')
}

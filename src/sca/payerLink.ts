import type { Inside, World } from '../world/world.ts'
import { linkOf, shareReference } from './storeLinks.ts'

/**
 * Under which name a payer is counted: the consumer who first proved to be behind the merchant's reference, else the reference
 * itself. The reference stays as it is until the transaction ends; null when the merchant named nobody.
 */
export async function payerOf(i: Inside, reference: string | null): Promise<string | null> {
  if (reference === null) return null
  await shareReference(i, reference)
  return await readPayerOf(i, reference)
}

/** The same without holding it, for a page that shows what comes. */
export const readPayerOf = async (w: World | Inside, reference: string | null): Promise<string | null> =>
  reference === null ? null : ((await linkOf(w, reference)) ?? reference)

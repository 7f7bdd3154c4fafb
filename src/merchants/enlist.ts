import type { Inside } from '../world/world.ts'
import type { Merchant, Store } from './merchant.ts'
import { saveMerchant } from './store.ts'

/** A merchant and its stores come on our books. */
export const enlist = (i: Inside, merchant: Merchant, stores: readonly Store[]): Promise<void> =>
  saveMerchant(i, merchant, stores)

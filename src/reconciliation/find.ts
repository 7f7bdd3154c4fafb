import type { Inside, World } from '../world/world.ts'
import type { Item } from './item.ts'
import { itemsOfOrders } from './storeItem.ts'

/** What the wallet's files say of order numbers, each with its row as it stands in the file (null when the file lacks it): for the trace. */
export async function billItemsOf(
  w: World | Inside,
  partner: string,
  orders: readonly string[],
): Promise<(Item & { text: string | null; file: string | null })[]> {
  return await itemsOfOrders(w, partner, orders)
}

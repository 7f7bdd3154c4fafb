import type { Currency } from '../base/currency.ts'
import { type Money, money } from '../base/money.ts'
import type { World } from '../world/world.ts'
import type { Reconciliation } from './reconciliation.ts'
import { reconciliationsPage } from './store.ts'
import { openDifferences } from './storeOpen.ts'

/** What the wallets' files and our books still differ by in one currency, and the newest days that do. */
export async function differencesNow(
  w: World,
  currency: Currency,
  most: number,
): Promise<{ count: number; amount: Money; days: Reconciliation[] }> {
  const of = (await openDifferences(w)).find((one) => one.currency === currency)
  const days = await reconciliationsPage(w, {
    wallet: null,
    from: null,
    until: null,
    shown: 'differences',
    beforeDay: null,
    beforeId: null,
    most,
  })
  return { count: of?.count ?? 0, amount: money(currency, of?.minor ?? 0n), days }
}

import type { Currency } from '../base/currency.ts'
import { many, query } from '../world/sql.ts'
import type { World } from '../world/world.ts'

const openSums = query<Record<never, never>, { currency: Currency; count: number; minor: string }>()`
  select r.currency, count(*)::int as count, sum(abs(i.difference))::text as minor
    from reconciliation.item i join reconciliation.reconciliation r on r.id = i.reconciliation and r.run = i.run
   where i.state = 'open' group by r.currency order by r.currency`

/** Differences nobody has explained, by currency: how many, and the sum of their sizes. */
export async function openDifferences(w: World): Promise<{ currency: Currency; count: number; minor: bigint }[]> {
  return (await many(w, openSums, {})).map((row) => ({ ...row, minor: BigInt(row.minor) }))
}

import type { Instant } from '../base/time.ts'
import { many, query } from '../world/sql.ts'
import type { World } from '../world/world.ts'

/** A payment that was reported as fraud, by the moment of the report. */
export type Fraud = { payment: string; minor: bigint; at: Instant }

const between = query<
  { currency: string; from: number; until: number; limit: number },
  { payment: string; minor: bigint; at_ms: bigint }
>()`
  select payment, minor, at_ms from sca.fraud
   where currency = ${'currency'} and at_ms >= ${'from'} and at_ms < ${'until'} order by at_ms, payment limit ${'limit'}`

/** Reports of fraud in [from, until), oldest first, at most `limit`. */
export async function fraudsBetween(
  w: World,
  span: { currency: string; from: Instant; until: Instant; limit: number },
): Promise<Fraud[]> {
  return (await many(w, between, span)).map(({ at_ms, ...same }) => ({ ...same, at: Number(at_ms) }))
}

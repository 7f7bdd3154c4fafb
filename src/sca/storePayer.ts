import { many, query } from '../world/sql.ts'
import type { World } from '../world/world.ts'

const confirmed = query<{ payer: string; most: number }, { payment: string }>()`
  select payment from sca.authentication where payer = ${'payer'} group by payment order by max(at_ms) desc limit ${'most'}`

/** Payments a payer confirmed with us, newest first. */
export const paymentsConfirmedBy = async (w: World, payer: string, most: number): Promise<string[]> =>
  (await many(w, confirmed, { payer, most })).map(({ payment }) => payment)

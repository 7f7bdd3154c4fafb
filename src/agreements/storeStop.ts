import type { Instant } from '../base/time.ts'
import { many, maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { Stop } from './stopped.ts'

type Row = Omit<Stop, 'from' | 'until' | 'liftedAt' | 'liftedBecause'> & {
  from_ms: bigint
  until_ms: bigint | null
  lifted_ms: bigint | null
  lifted_because: string | null
}

const insert = query<Omit<Stop, 'liftedAt' | 'liftedBecause'>>()`
  insert into agreements.stop (id, partner, agreement, merchant, kind, because, source, from_ms, until_ms)
  values (${'id'}, ${'partner'}, ${'agreement'}, ${'merchant'}, ${'kind'}, ${'because'}, ${'source'}, ${'from'}, ${'until'})`

// One that stops the merchant's next payment; the wallet's own before the merchant's.
const standing = query<{ partner: string; merchant: string | null; at: number }, Row>()`
  select id, partner, agreement, merchant, kind, because, source, from_ms, until_ms, lifted_ms, lifted_because
    from agreements.stop
   where partner = ${'partner'} and (merchant is null or merchant = ${'merchant'}) and lifted_ms is null
     and from_ms <= ${'at'} and (until_ms is null or until_ms > ${'at'})
   order by merchant nulls first, from_ms, id limit 1`

const ofPartner = query<{ partner: string; limit: number }, Row>()`
  select id, partner, agreement, merchant, kind, because, source, from_ms, until_ms, lifted_ms, lifted_because
    from agreements.stop where partner = ${'partner'} order by from_ms desc, id desc limit ${'limit'}`

const locked = query<{ id: string }, Row>()`
  select id, partner, agreement, merchant, kind, because, source, from_ms, until_ms, lifted_ms, lifted_because
    from agreements.stop where id = ${'id'} for update`

const lift = query<{ id: string; at: number; because: string }>()`
  update agreements.stop set lifted_ms = ${'at'}, lifted_because = ${'because'} where id = ${'id'} and lifted_ms is null`

export async function saveStop(i: Inside, stop: Omit<Stop, 'liftedAt' | 'liftedBecause'>): Promise<void> {
  await run(i, insert, stop)
}

/** What refuses a new payment at a moment, if anything: a stop of the whole wallet, else one of the merchant with it. */
export async function standingStop(
  w: World | Inside,
  partner: string,
  merchant: string | null,
  at: Instant,
): Promise<Stop | null> {
  const row = await maybe(w, standing, { partner, merchant, at })
  return row && toStop(row)
}

/** The newest stops of a partner, standing or over, at most 200. */
export async function stopsOf(w: World | Inside, partner: string): Promise<Stop[]> {
  return (await many(w, ofPartner, { partner, limit: 200 })).map(toStop)
}

export async function lockStop(i: Inside, id: string): Promise<Stop | null> {
  const row = await maybe(i, locked, { id })
  return row && toStop(row)
}

export async function saveLift(i: Inside, id: string, at: Instant, because: string): Promise<boolean> {
  return (await run(i, lift, { id, at, because })) === 1
}

const toStop = ({ from_ms, until_ms, lifted_ms, lifted_because, ...same }: Row): Stop => ({
  ...same,
  from: Number(from_ms),
  until: until_ms === null ? null : Number(until_ms),
  liftedAt: lifted_ms === null ? null : Number(lifted_ms),
  liftedBecause: lifted_because,
})

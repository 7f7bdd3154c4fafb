import type { Currency } from '../base/currency.ts'
import { record } from '../world/record.ts'
import { many, maybe, one, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { Authentication } from './authentication.ts'
import type { Counter, FraudWindow } from './scaFacts.ts'

const insert = query<Authentication>()`
  insert into sca.authentication (id, payment, payer, method, proof, linked, at_ms)
  values (${'id'}, ${'payment'}, ${'payer'}, ${'method'}, ${'proof'}, ${'linked'}, ${'at'})
  on conflict (payment, proof) do nothing`

const ofPayment = query<{ payment: string }, Omit<Authentication, 'at'> & { at_ms: bigint }>()`
  select id, payment, payer, method, proof, linked, at_ms from sca.authentication where payment = ${'payment'}
   order by proof desc limit 1` // two-factor before one-factor

const openCounter = query<{ payer: string; currency: string; at: number }>()`
  insert into sca.counter (payer, currency, since_ms) values (${'payer'}, ${'currency'}, ${'at'}) on conflict do nothing`

const lockedCounter = query<{ payer: string; currency: string }, { sum: bigint; count: number }>()`
  select sum, count from sca.counter where payer = ${'payer'} and currency = ${'currency'} for update`

const counterOf = query<{ payer: string; currency: string }, { sum: bigint; count: number }>()`
  select sum, count from sca.counter where payer = ${'payer'} and currency = ${'currency'}`

const grow = query<{ payer: string; currency: string; minor: bigint }>()`
  update sca.counter set sum = sum + ${'minor'}, count = count + 1 where payer = ${'payer'} and currency = ${'currency'}`

const growInstrument = query<{ payer: string; instrument: string; currency: string; minor: bigint }>()`
  insert into sca.instrument_counter (payer, instrument, currency, sum, count)
  values (${'payer'}, ${'instrument'}, ${'currency'}, ${'minor'}, 1)
  on conflict (payer, instrument, currency) do update
     set sum = instrument_counter.sum + excluded.sum, count = instrument_counter.count + 1`

const resetInstruments = query<{ payer: string }>()`
  update sca.instrument_counter set sum = 0, count = 0 where payer = ${'payer'}`

const byInstrument = query<{ currency: string }, { instrument: string; payers: number; sum: bigint; count: bigint }>()`
  select instrument, (count(*) filter (where count > 0))::int as payers, sum(sum)::bigint as sum, sum(count)::bigint as count
    from sca.instrument_counter where currency = ${'currency'} group by instrument order by instrument limit 100`

const usedUp = query<{ currency: string; sum: bigint }, { payers: number; full: number }>()`
  select (count(*) filter (where count > 0))::int as payers, (count(*) filter (where sum >= ${'sum'}))::int as full
    from sca.counter where currency = ${'currency'}`

const reset = query<{ payer: string; at: number }>()`
  update sca.counter set sum = 0, count = 0, since_ms = ${'at'} where payer = ${'payer'}`

const trust = query<{ payer: string; merchant: string; at: number }>()`
  insert into sca.trusted (payer, merchant, at_ms) values (${'payer'}, ${'merchant'}, ${'at'}) on conflict do nothing`

const trusts = query<{ payer: string; merchant: string }, { payer: string }>()`
  select payer from sca.trusted where payer = ${'payer'} and merchant = ${'merchant'}`

const addVolume = query<{ day: string; currency: string; minor: bigint }>()`
  insert into sca.volume (day, currency, minor, payments) values (${'day'}, ${'currency'}, ${'minor'}, 1)
  on conflict (day, currency) do update set minor = volume.minor + excluded.minor, payments = volume.payments + 1`

const insertFraud = query<{ payment: string; currency: string; minor: bigint; at: number; because: string }>()`
  insert into sca.fraud (payment, currency, minor, at_ms, because)
  values (${'payment'}, ${'currency'}, ${'minor'}, ${'at'}, ${'because'}) on conflict (payment) do nothing`

const windowOf = query<{ currency: string; from: number }, { fraud: bigint; volume: bigint; payments: bigint }>()`
  select (select coalesce(sum(minor), 0) from sca.fraud where currency = ${'currency'} and at_ms >= ${'from'})::bigint as fraud,
         coalesce(sum(minor), 0)::bigint as volume, coalesce(sum(payments), 0)::bigint as payments
    from sca.volume
   where currency = ${'currency'} and day >= (to_timestamp(${'from'}::bigint / 1000.0) at time zone 'UTC')::date`

const byMethod = query<{ from: number }, { method: Authentication['method']; count: bigint; last: bigint }>()`
  select method, count(*) as count, max(at_ms) as last from sca.authentication where at_ms >= ${'from'}
   group by method order by method limit 10`

const recent = query<{ most: number }, Omit<Authentication, 'at'> & { at_ms: bigint }>()`
  select id, payment, payer, method, proof, linked, at_ms from sca.authentication order by at_ms desc, id desc limit ${'most'}`

/** False when the payment has an authentication of this proof already. */
export async function saveAuthentication(i: Inside, made: Authentication): Promise<boolean> {
  if ((await run(i, insert, made)) === 0) return false
  const { id, payment, method, proof, linked, payer } = made
  const personal = { subject: payer, values: { payer } }
  record(i, {
    act: 'sca.authenticate',
    object: payment,
    facts: { authentication: id, method, proof, linked },
    personal,
  })
  return true
}

export async function authenticationOf(w: World | Inside, payment: string): Promise<Authentication | null> {
  const row = await maybe(w, ofPayment, { payment })
  return row && toAuthentication(row)
}

const toAuthentication = ({ at_ms, ...row }: Omit<Authentication, 'at'> & { at_ms: bigint }): Authentication => ({
  ...row,
  at: Number(at_ms),
})

/** What a payer paid unauthenticated, locked until the transaction ends. */
export async function lockCounter(i: Inside, payer: string, currency: Currency): Promise<Counter> {
  await run(i, openCounter, { payer, currency, at: i.now() })
  return await one(i, lockedCounter, { payer, currency })
}

export const readCounter = async (w: World, payer: string, currency: Currency): Promise<Counter> =>
  (await maybe(w, counterOf, { payer, currency })) ?? { sum: 0n, count: 0 }

/** Counts one payment that went unauthenticated: for its payer, and for the wallet it went by when that is known. */
export async function growCounter(
  i: Inside,
  {
    payer,
    currency,
    minor,
    instrument,
  }: { payer: string; currency: Currency; minor: bigint; instrument: string | null },
): Promise<void> {
  await run(i, grow, { payer, currency, minor })
  if (instrument !== null) await run(i, growInstrument, { payer, instrument, currency, minor })
}

export async function resetCounters(i: Inside, payer: string): Promise<void> {
  await run(i, reset, { payer, at: i.now() })
  await run(i, resetInstruments, { payer })
}

/** What stands on the counters now: by wallet, how many payers have one running, and how many have used theirs up. */
export async function countersNow(w: World, currency: Currency, sum: bigint) {
  const instruments = await many(w, byInstrument, { currency })
  const { payers, full } = await one(w, usedUp, { currency, sum })
  return { payers, full, instruments: instruments.map((row) => ({ ...row, count: Number(row.count) })) }
}

export const saveTrust = async (i: Inside, payer: string, merchant: string): Promise<void> =>
  void (await run(i, trust, { payer, merchant, at: i.now() }))

export const isTrusted = async (w: World | Inside, payer: string, merchant: string): Promise<boolean> =>
  (await maybe(w, trusts, { payer, merchant })) !== null

export const saveVolume = async (i: Inside, day: string, currency: string, minor: bigint): Promise<void> =>
  void (await run(i, addVolume, { day, currency, minor }))

/** False when it was reported before. */
export const saveFraud = async (
  i: Inside,
  fraud: { payment: string; currency: string; minor: bigint; because: string },
): Promise<boolean> => (await run(i, insertFraud, { ...fraud, at: i.now() })) === 1

export async function readFraudWindow(
  w: World | Inside,
  currency: string,
  from: number,
): Promise<FraudWindow & { payments: number }> {
  const { payments, ...window } = await one(w, windowOf, { currency, from })
  return { ...window, payments: Number(payments) }
}

export async function countByMethod(
  w: World,
  from: number,
): Promise<{ method: Authentication['method']; count: number; last: number }[]> {
  const rows = await many(w, byMethod, { from })
  return rows.map(({ method, count, last }) => ({ method, count: Number(count), last: Number(last) }))
}

/** The newest authentications, at most 100. */
export const recentAuthentications = async (w: World, most: number): Promise<Authentication[]> =>
  (await many(w, recent, { most })).map(toAuthentication)

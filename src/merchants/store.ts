import type { Id } from '../base/id.ts'
import { record } from '../world/record.ts'
import { many, maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import { merchantFaults } from './errors.ts'
import type { Merchant, Store } from './merchant.ts'

type Row = Omit<Merchant, 'legalName' | 'createdAt'> & { legal_name: string; created_at_ms: bigint }

const insert = query<Merchant>()`
  insert into merchants.merchant (id, name, legal_name, mcc, city, region, active, created_at_ms)
  values (${'id'}, ${'name'}, ${'legalName'}, ${'mcc'}, ${'city'}, ${'region'}, ${'active'}, ${'createdAt'})`

const insertStore = query<Store>()`
  insert into merchants.store (id, merchant, name, address) values (${'id'}, ${'merchant'}, ${'name'}, ${'address'})`

const byId = query<{ id: string }, Row>()`
  select id, name, legal_name, mcc, city, region, active, created_at_ms from merchants.merchant where id = ${'id'}`

const byIds = query<{ ids: string[] }, Row>()`
  select id, name, legal_name, mcc, city, region, active, created_at_ms from merchants.merchant
   where id = any(${'ids'}::text[]) order by id limit 1000`

const all = query<{ after: string; most: number }, Row>()`
  select id, name, legal_name, mcc, city, region, active, created_at_ms from merchants.merchant
   where id > ${'after'} order by id limit ${'most'}`

const storesOf = query<{ merchant: string }, Store>()`
  select id, merchant, name, address from merchants.store where merchant = ${'merchant'} order by id limit 500`

/** A page of merchants, oldest first. */
export async function merchantsAfter(w: World, after: string, most: number): Promise<Merchant[]> {
  return (await many(w, all, { after, most })).map(toMerchant)
}

export async function merchantById(w: World | Inside, id: string): Promise<Merchant | null> {
  const row = await maybe(w, byId, { id })
  return row && toMerchant(row)
}

/** At most 1,000 merchants by their ids. */
export async function merchantsByIds(w: World | Inside, ids: readonly string[]): Promise<Merchant[]> {
  return (await many(w, byIds, { ids: [...ids] })).map(toMerchant)
}

/** The merchant if it may be paid now; faults merchants.not_found, merchants.closed. */
export async function payableMerchant(w: World | Inside, id: string): Promise<Merchant> {
  const merchant = await merchantById(w, id)
  if (!merchant) throw merchantFaults.notFound({ merchant: id })
  if (!merchant.active) throw merchantFaults.closed({ merchant: id })
  return merchant
}

export async function storesOfMerchant(w: World, merchant: string): Promise<Store[]> {
  return await many(w, storesOf, { merchant })
}

export async function saveMerchant(i: Inside, merchant: Merchant, stores: readonly Store[]): Promise<void> {
  await run(i, insert, merchant)
  record(i, { act: 'merchants.enter', object: merchant.id, facts: { stores: stores.map(({ id }) => id) } })
  for (const store of stores) await run(i, insertStore, store)
}

const toMerchant = ({ legal_name, created_at_ms, ...same }: Row): Merchant => ({
  ...same,
  id: same.id as Id<'mer'>,
  legalName: legal_name,
  createdAt: Number(created_at_ms),
})

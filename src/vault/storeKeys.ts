import { many, maybe, one, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { DataKey, KeyPlace } from './dataKey.ts'

type Row = Omit<DataKey, 'madeAt' | 'retiredAt' | 'destroyedAt'> & {
  made_at_ms: bigint
  retired_at_ms: bigint | null
  destroyed_at_ms: bigint | null
}

const active = query<KeyPlace, Row>()`
  select id, tenant, purpose, subject, version, suite, state, master, wrapped, made_at_ms, retired_at_ms, destroyed_at_ms
    from vault.data_key
   where tenant = ${'tenant'} and purpose = ${'purpose'} and subject = ${'subject'} and state = 'active'`

const living = query<KeyPlace, Row>()`
  select id, tenant, purpose, subject, version, suite, state, master, wrapped, made_at_ms, retired_at_ms, destroyed_at_ms
    from vault.data_key
   where tenant = ${'tenant'} and purpose = ${'purpose'} and subject = ${'subject'} and wrapped is not null
   order by version desc limit 20`

const retired = query<{ before: number; after: string; most: number }, Row>()`
  select id, tenant, purpose, subject, version, suite, state, master, wrapped, made_at_ms, retired_at_ms, destroyed_at_ms
    from vault.data_key
   where state = 'retired' and retired_at_ms <= ${'before'} and id > ${'after'} order by id limit ${'most'}`

const lockRetired = query<{ id: string }, { id: string }>()`
  select id from vault.data_key where id = ${'id'} and state = 'retired' for update`

const latest = query<KeyPlace, { version: number }>()`
  select version from vault.data_key
   where tenant = ${'tenant'} and purpose = ${'purpose'} and subject = ${'subject'} order by version desc limit 1`

const byId = query<{ id: string }, Row>()`
  select id, tenant, purpose, subject, version, suite, state, master, wrapped, made_at_ms, retired_at_ms, destroyed_at_ms
    from vault.data_key where id = ${'id'}`

const insert = query<DataKey>()`
  insert into vault.data_key (id, tenant, purpose, subject, version, suite, state, master, wrapped, made_at_ms)
  values (${'id'}, ${'tenant'}, ${'purpose'}, ${'subject'}, ${'version'}, ${'suite'}, ${'state'}, ${'master'}, ${'wrapped'},
          ${'madeAt'})
  on conflict do nothing`

const olderActive = query<{ before: number; not: string[]; most: number }, Row>()`
  select id, tenant, purpose, subject, version, suite, state, master, wrapped, made_at_ms, retired_at_ms, destroyed_at_ms
    from vault.data_key
   where state = 'active' and made_at_ms < ${'before'} and purpose <> all(${'not'}::text[]) order by id limit ${'most'}`

const countOlder = query<{ before: number; not: string[] }, { keys: bigint }>()`
  select count(*) as keys from vault.data_key
   where state = 'active' and made_at_ms < ${'before'} and purpose <> all(${'not'}::text[])`

const underOther = query<{ master: string; most: number }, Row>()`
  select id, tenant, purpose, subject, version, suite, state, master, wrapped, made_at_ms, retired_at_ms, destroyed_at_ms
    from vault.data_key where wrapped is not null and master <> ${'master'} order by id limit ${'most'}`

const masters = query<Record<never, never>, { master: string; keys: bigint }>()`
  select master, count(*) as keys from vault.data_key where wrapped is not null group by master order by master limit 100`

const retire = query<{ id: string; at: number }>()`
  update vault.data_key set state = 'retired', retired_at_ms = ${'at'} where id = ${'id'} and state = 'active'`

const rewrap = query<{ id: string; from: string; master: string; wrapped: string }>()`
  update vault.data_key set master = ${'master'}, wrapped = ${'wrapped'} where id = ${'id'} and wrapped = ${'from'}`

const lockOf = query<{ subject: string }, { id: string; wrapped: string | null }>()`
  select id, wrapped from vault.data_key where subject = ${'subject'} and subject <> '' and wrapped is not null
   order by id limit 1000 for update`

const destroy = query<{ ids: string[]; at: number }>()`
  update vault.data_key set state = 'destroyed', wrapped = null, destroyed_at_ms = ${'at'} where id = any(${'ids'}::text[])`

const overview = query<Record<never, never>, KeySummaryRow>()`
  select tenant, purpose, subject <> '' as personal, suite, state, count(*) as keys, max(version) as version,
         min(made_at_ms) as first, max(made_at_ms) as last
    from vault.data_key group by tenant, purpose, subject <> '', suite, state
   order by tenant, purpose, personal, state, suite limit 500`

type KeySummaryRow = Omit<KeySummary, 'keys' | 'firstAt' | 'lastAt'> & { keys: bigint; first: bigint; last: bigint }
/** Keys of one purpose in one state; the keys of persons are counted, not listed. */
export type KeySummary = {
  tenant: string
  purpose: string
  personal: boolean
  suite: DataKey['suite']
  state: DataKey['state']
  keys: number
  version: number
  firstAt: number
  lastAt: number
}

/** The key that seals now; null before the first. */
export async function activeKey(w: World, place: KeyPlace): Promise<DataKey | null> {
  const row = await maybe(w, active, place)
  return row && toKey(row)
}

/** Every version of a place that is not destroyed, newest first. */
export const livingVersions = async (w: World | Inside, place: KeyPlace): Promise<DataKey[]> =>
  (await many(w, living, place)).map(toKey)

/** Keys retired at or before a moment, by id after one, at most `most`. */
export const retiredBefore = async (w: World, before: number, after: string, most: number): Promise<DataKey[]> =>
  (await many(w, retired, { before, after, most })).map(toKey)

/** Locks a key that is still retired, so that nothing is kept under it meanwhile. */
export const holdRetired = async (i: Inside, id: string): Promise<boolean> =>
  (await maybe(i, lockRetired, { id })) !== null

/** The number of the newest version of a place, destroyed ones included; 0 before the first. */
export const latestVersion = async (w: World, place: KeyPlace): Promise<number> =>
  (await maybe(w, latest, place))?.version ?? 0

export async function keyById(w: World, id: string): Promise<DataKey | null> {
  const row = await maybe(w, byId, { id })
  return row && toKey(row)
}

/** False when another transaction made the same version first. */
export const insertKey = async (i: Inside, key: DataKey): Promise<boolean> => (await run(i, insert, key)) === 1

/** Active keys made before a moment, except those of some purposes, at most `most`. */
export const activeBefore = async (w: World, before: number, not: string[], most: number): Promise<DataKey[]> =>
  (await many(w, olderActive, { before, not, most })).map(toKey)

export const countActiveBefore = async (w: World, before: number, not: string[]): Promise<number> =>
  Number((await one(w, countOlder, { before, not })).keys)

/** Keys wrapped under any other master than this one, at most `most`. */
export const keysNotUnder = async (w: World, master: string, most: number): Promise<DataKey[]> =>
  (await many(w, underOther, { master, most })).map(toKey)

/** Which master keys are in use, and for how many data keys. */
export const mastersInUse = async (w: World): Promise<{ master: string; keys: number }[]> =>
  (await many(w, masters, {})).map(({ master, keys }) => ({ master, keys: Number(keys) }))

/** False when it was retired or destroyed meanwhile. */
export const retireKey = async (i: Inside, id: string): Promise<boolean> =>
  (await run(i, retire, { id, at: i.now() })) === 1

/** False when the key was wrapped anew or destroyed meanwhile. */
export const saveWrapped = async (
  i: Inside,
  to: { id: string; from: string; master: string; wrapped: string },
): Promise<boolean> => (await run(i, rewrap, to)) === 1

/** The keys of a person, locked so that nothing new is sealed under them until the end of the transaction. */
export const lockKeysOf = (i: Inside, subject: string): Promise<{ id: string; wrapped: string | null }[]> =>
  many(i, lockOf, { subject })

/** Destroys the bytes of keys; the rows stay and say when. */
export const destroyKeys = (i: Inside, ids: string[]): Promise<number> => run(i, destroy, { ids, at: i.now() })

export const keySummaries = async (w: World): Promise<KeySummary[]> =>
  (await many(w, overview, {})).map(({ keys, first, last, ...same }) => ({
    ...same,
    keys: Number(keys),
    firstAt: Number(first),
    lastAt: Number(last),
  }))

const toKey = ({ made_at_ms, retired_at_ms, destroyed_at_ms, ...same }: Row): DataKey => ({
  ...same,
  madeAt: Number(made_at_ms),
  retiredAt: retired_at_ms === null ? null : Number(retired_at_ms),
  destroyedAt: destroyed_at_ms === null ? null : Number(destroyed_at_ms),
})

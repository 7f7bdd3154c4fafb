import { maybe, query, run } from '../world/sql.ts'
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

/** The key that seals now; null before the first. */
export async function activeKey(w: World, place: KeyPlace): Promise<DataKey | null> {
  const row = await maybe(w, active, place)
  return row && toKey(row)
}

/** The number of the newest version of a place, destroyed ones included; 0 before the first. */
export const latestVersion = async (w: World, place: KeyPlace): Promise<number> =>
  (await maybe(w, latest, place))?.version ?? 0

export async function keyById(w: World, id: string): Promise<DataKey | null> {
  const row = await maybe(w, byId, { id })
  return row && toKey(row)
}

/** False when another transaction made the same version first. */
export const insertKey = async (i: Inside, key: DataKey): Promise<boolean> => (await run(i, insert, key)) === 1

const toKey = ({ made_at_ms, retired_at_ms, destroyed_at_ms, ...same }: Row): DataKey => ({
  ...same,
  madeAt: Number(made_at_ms),
  retiredAt: retired_at_ms === null ? null : Number(retired_at_ms),
  destroyedAt: destroyed_at_ms === null ? null : Number(destroyed_at_ms),
})

import { many, maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { ApiKey, Signing } from './apiKey.ts'
import type { OrgKind } from './person.ts'

type Row = {
  id: string
  org: string
  org_kind: OrgKind
  name: { zh: string; en: string }
  permissions: string[]
  shown: string
  created_at_ms: bigint
  created_by: string
  expires_at_ms: bigint | null
  used_at_ms: bigint | null
  addresses: string[]
  signing: Signing
  signing_key: string | null
  rotated_from: string | null
  ended_at_ms: bigint | null
  ended_because: string | null
  keeper: string | null
  keeper_name: { zh: string; en: string } | null
  keeper_active: boolean | null
}

type NewKey = Omit<ApiKey, 'createdAt' | 'usedAt' | 'endedAt' | 'endedBecause' | 'keeper'>
const insertKey = query<NewKey & { digest: string; at: number; signingKey: string | null }>()`
  insert into identity.api_key (id, key_digest, org, org_kind, name, permissions, shown, created_at_ms, created_by,
    expires_at_ms, addresses, signing, signing_key, rotated_from)
  values (${'id'}, ${'digest'}, ${'org'}, ${'orgKind'}, ${'name'}, ${'permissions'}, ${'shown'}, ${'at'}, ${'createdBy'},
    ${'expiresAt'}, ${'addresses'}, ${'signing'}, ${'signingKey'}, ${'rotatedFrom'})`

const keyByDigest = query<{ digest: string }, Row>()`
  select k.id, k.org, k.org_kind, k.name, k.permissions, k.shown, k.created_at_ms, k.created_by, k.expires_at_ms, k.used_at_ms,
         k.addresses, k.signing, k.signing_key, k.rotated_from, k.ended_at_ms, k.ended_because,
         p.id as keeper, p.name as keeper_name, p.active as keeper_active
    from identity.api_key k left join identity.person p on p.id = coalesce(k.kept_by, k.created_by)
   where k.key_digest = ${'digest'}`

const keyById = query<{ id: string }, Row>()`
  select k.id, k.org, k.org_kind, k.name, k.permissions, k.shown, k.created_at_ms, k.created_by, k.expires_at_ms, k.used_at_ms,
         k.addresses, k.signing, k.signing_key, k.rotated_from, k.ended_at_ms, k.ended_because,
         p.id as keeper, p.name as keeper_name, p.active as keeper_active
    from identity.api_key k left join identity.person p on p.id = coalesce(k.kept_by, k.created_by)
   where k.id = ${'id'}`

const keysPage = query<{ org: string | null; before: string; limit: number }, Row>()`
  select k.id, k.org, k.org_kind, k.name, k.permissions, k.shown, k.created_at_ms, k.created_by, k.expires_at_ms, k.used_at_ms,
         k.addresses, k.signing, k.signing_key, k.rotated_from, k.ended_at_ms, k.ended_because,
         p.id as keeper, p.name as keeper_name, p.active as keeper_active
    from identity.api_key k left join identity.person p on p.id = coalesce(k.kept_by, k.created_by)
   where (${'org'}::text is null or k.org = ${'org'}) and k.id < ${'before'}
   order by k.id desc limit ${'limit'}`

const useKey = query<{ id: string; at: number; before: number }>()`
  update identity.api_key set used_at_ms = ${'at'}
   where id = ${'id'} and (used_at_ms is null or used_at_ms < ${'before'})`

const endKey = query<{ id: string; at: number; because: string }>()`
  update identity.api_key set ended_at_ms = ${'at'}, ended_because = ${'because'}
   where id = ${'id'} and (ended_at_ms is null or ended_at_ms > ${'at'})`

const limitKey = query<{ id: string; until: number }>()`
  update identity.api_key set expires_at_ms = least(coalesce(expires_at_ms, ${'until'}), ${'until'}),
         ended_because = 'rotated'
   where id = ${'id'} and ended_at_ms is null and ended_because is null`

const setAddresses = query<{ id: string; addresses: string[] }>()`
  update identity.api_key set addresses = ${'addresses'} where id = ${'id'}`

const setKeeper = query<{ id: string; keeper: string }>()`
  update identity.api_key set kept_by = ${'keeper'} where id = ${'id'}`

const liveOf = query<{ person: string; at: number }, { id: string }>()`
  select id from identity.api_key
   where coalesce(kept_by, created_by) = ${'person'} and (ended_at_ms is null or ended_at_ms > ${'at'})
     and (expires_at_ms is null or expires_at_ms > ${'at'})
   order by id limit 100`

const takeNonce = query<{ key: string; nonce: string; until: number }>()`
  insert into identity.request_nonce (api_key, nonce, expires_at_ms) values (${'key'}, ${'nonce'}, ${'until'})
  on conflict do nothing`

const dropNonces = query<{ at: number }>()`delete from identity.request_nonce where expires_at_ms < ${'at'}`

/** A key with what its signatures are checked against: sealed for `hmac`, the public key for `ed25519`. */
export type StoredKey = ApiKey & { signingKey: string | null }

export async function saveApiKey(
  i: Inside,
  key: NewKey,
  secrets: { digest: string; signingKey: string | null },
): Promise<void> {
  await run(i, insertKey, { ...key, ...secrets, at: i.now() })
}

export async function apiKeyByDigest(w: World, digest: string): Promise<StoredKey | null> {
  const row = await maybe(w, keyByDigest, { digest })
  return row && toKey(row)
}

export async function apiKeyById(w: World, id: string): Promise<StoredKey | null> {
  const row = await maybe(w, keyById, { id })
  return row && toKey(row)
}

/** Keys of one organisation, or of all, newest first, made before the key `before`. */
export async function apiKeysBefore(w: World, org: string | null, before: string, limit: number): Promise<ApiKey[]> {
  return (await many(w, keysPage, { org, before, limit })).map(toKey)
}

export const saveKeyUse = (i: Inside, id: string, before: number): Promise<number> =>
  run(i, useKey, { id, at: i.now(), before })

export const endApiKey = async (i: Inside, id: string, because: string): Promise<boolean> =>
  (await run(i, endKey, { id, at: i.now(), because })) === 1

/** Lets a key live on until a moment, because another took over; false when it already ends. */
export const limitApiKey = async (i: Inside, id: string, until: number): Promise<boolean> =>
  (await run(i, limitKey, { id, until })) === 1

export const saveAddresses = (i: Inside, id: string, addresses: string[]): Promise<number> =>
  run(i, setAddresses, { id, addresses })

/** Says who answers for a key from now on. */
export const saveKeeper = (i: Inside, id: string, keeper: string): Promise<number> => run(i, setKeeper, { id, keeper })

/** Keys that are good now and for which this person answers; at most 100. */
export const liveKeysOf = async (w: World | Inside, person: string): Promise<string[]> =>
  (await many(w, liveOf, { person, at: w.now() })).map(({ id }) => id)

/** Takes the number of a signed request; false when it was taken before. */
export const takeRequestNonce = async (i: Inside, key: string, nonce: string, until: number): Promise<boolean> =>
  (await run(i, takeNonce, { key, nonce, until })) === 1

export const dropRequestNonces = (i: Inside, at: number): Promise<number> => run(i, dropNonces, { at })

const numberOf = (at: bigint | null): number | null => (at === null ? null : Number(at))

const toKey = (row: Row): StoredKey => ({
  id: row.id,
  org: row.org,
  orgKind: row.org_kind,
  name: row.name,
  permissions: row.permissions,
  shown: row.shown,
  createdAt: Number(row.created_at_ms),
  createdBy: row.created_by,
  expiresAt: numberOf(row.expires_at_ms),
  usedAt: numberOf(row.used_at_ms),
  addresses: row.addresses,
  signing: row.signing,
  signingKey: row.signing_key,
  rotatedFrom: row.rotated_from,
  endedAt: numberOf(row.ended_at_ms),
  endedBecause: row.ended_because,
  keeper:
    row.keeper === null || row.keeper_name === null
      ? null
      : { id: row.keeper, name: row.keeper_name, active: row.keeper_active === true },
})

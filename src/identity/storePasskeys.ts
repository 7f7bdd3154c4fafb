import { many, maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { OwnerRef } from './owner.ts'

/** A passkey as it is kept: its public half. */
export type Passkey = {
  id: string
  owner: OwnerRef
  name: string
  credentialId: string
  publicKey: string
  counter: number
  transports: string[]
  aaguid: string
  backedUp: boolean
  createdAt: number
  usedAt: number | null
}

type Row = {
  id: string
  owner_kind: OwnerRef['kind']
  owner: string
  name: string
  credential_id: string
  public_key: string
  counter: bigint
  transports: string[]
  aaguid: string
  backed_up: boolean
  created_at_ms: bigint
  used_at_ms: bigint | null
}

type New = Omit<Passkey, 'owner' | 'usedAt'> & { owner: string; ownerKind: string }
const insert = query<New>()`
  insert into identity.passkey (id, owner_kind, owner, name, credential_id, public_key, counter, transports, aaguid, backed_up, created_at_ms)
  values (${'id'}, ${'ownerKind'}, ${'owner'}, ${'name'}, ${'credentialId'}, ${'publicKey'}, ${'counter'}, ${'transports'},
    ${'aaguid'}, ${'backedUp'}, ${'createdAt'})
  on conflict (credential_id) do nothing`

const ofOwner = query<{ owner: string }, Row>()`
  select id, owner_kind, owner, name, credential_id, public_key, counter, transports, aaguid, backed_up, created_at_ms, used_at_ms
    from identity.passkey where owner = ${'owner'} and removed_at_ms is null order by created_at_ms, id limit 20`

const byCredential = query<{ credentialId: string }, Row>()`
  select id, owner_kind, owner, name, credential_id, public_key, counter, transports, aaguid, backed_up, created_at_ms, used_at_ms
    from identity.passkey where credential_id = ${'credentialId'} and removed_at_ms is null`

// Of two assertions with the same count only one is taken; authenticators without a counter always say 0.
const count = query<{ id: string; counter: number; backedUp: boolean; at: number }>()`
  update identity.passkey set counter = ${'counter'}, backed_up = ${'backedUp'}, used_at_ms = ${'at'}
   where id = ${'id'} and removed_at_ms is null and (counter < ${'counter'} or (counter = 0 and ${'counter'}::bigint = 0))`

const rename = query<{ id: string; owner: string; name: string }>()`
  update identity.passkey set name = ${'name'} where id = ${'id'} and owner = ${'owner'} and removed_at_ms is null`

const remove = query<{ id: string; owner: string; at: number }>()`
  update identity.passkey set removed_at_ms = ${'at'} where id = ${'id'} and owner = ${'owner'} and removed_at_ms is null`

/** False when this credential is registered already. */
export const savePasskey = async (i: Inside, { owner, ...passkey }: Omit<Passkey, 'usedAt'>): Promise<boolean> =>
  (await run(i, insert, { ...passkey, owner: owner.id, ownerKind: owner.kind })) === 1

/** At most 20, oldest first. */
export const passkeysOf = async (w: World, owner: string): Promise<Passkey[]> =>
  (await many(w, ofOwner, { owner })).map(toPasskey)

export async function passkeyByCredential(w: World, credentialId: string): Promise<Passkey | null> {
  const row = await maybe(w, byCredential, { credentialId })
  return row && toPasskey(row)
}

/** False when the authenticator's counter did not rise. */
export const countPasskey = async (i: Inside, id: string, counter: number, backedUp: boolean): Promise<boolean> =>
  (await run(i, count, { id, counter, backedUp, at: i.now() })) === 1

export const renamePasskey = async (i: Inside, id: string, owner: string, name: string): Promise<boolean> =>
  (await run(i, rename, { id, owner, name })) === 1

export const removePasskey = async (i: Inside, id: string, owner: string): Promise<boolean> =>
  (await run(i, remove, { id, owner, at: i.now() })) === 1

const toPasskey = (row: Row): Passkey => ({
  id: row.id,
  owner: { kind: row.owner_kind, id: row.owner },
  name: row.name,
  credentialId: row.credential_id,
  publicKey: row.public_key,
  counter: Number(row.counter),
  transports: row.transports,
  aaguid: row.aaguid,
  backedUp: row.backed_up,
  createdAt: Number(row.created_at_ms),
  usedAt: row.used_at_ms === null ? null : Number(row.used_at_ms),
})

import type { Digest } from '../base/digest.ts'
import type { Id } from '../base/id.ts'
import { many, maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import { everyVersion } from './searchHash.ts'
import type { Copy, Token } from './token.ts'

type Row = Omit<Token, 'madeAt' | 'shreddedAt'> & { made_at_ms: bigint; shredded_at_ms: bigint | null }

const insert = query<Token>()`
  insert into vault.token (id, tenant, kind, hash, masked, detail, made_at_ms)
  values (${'id'}, ${'tenant'}, ${'kind'}, ${'hash'}, ${'masked'}, ${'detail'}::jsonb, ${'madeAt'})
  on conflict (tenant, kind, hash) where hash is not null do nothing`

const byHash = query<{ tenant: string; kind: string; hashes: string[] }, Row>()`
  select id, tenant, kind, hash, masked, detail, made_at_ms, shredded_at_ms from vault.token
   where tenant = ${'tenant'} and kind = ${'kind'} and hash = any(${'hashes'}::text[])`

const byId = query<{ id: string }, Row>()`
  select id, tenant, kind, hash, masked, detail, made_at_ms, shredded_at_ms from vault.token where id = ${'id'}`

const before = query<{ tenant: string; before: string; most: number }, Row>()`
  select id, tenant, kind, hash, masked, detail, made_at_ms, shredded_at_ms from vault.token
   where tenant = ${'tenant'} and id < ${'before'} order by id desc limit ${'most'}`

const insertCopy = query<Copy>()`
  insert into vault.copy (token, subject, key, sealed, made_at_ms)
  select ${'token'}, ${'subject'}, id, ${'sealed'}, ${'madeAt'}::bigint
    from vault.data_key where id = ${'key'} and state <> 'destroyed' for share
  on conflict (token, subject) do update
    set key = excluded.key, sealed = excluded.sealed, made_at_ms = excluded.made_at_ms, shredded_at_ms = null
    where vault.copy.sealed is null`

const hasCopy = query<{ token: string; subject: string }, { token: string }>()`
  select token from vault.copy where token = ${'token'} and subject = ${'subject'} and sealed is not null`

const copies = query<{ token: string }, Omit<Copy, 'madeAt'> & { made_at_ms: bigint }>()`
  select token, subject, key, sealed, made_at_ms from vault.copy
   where token = ${'token'} and sealed is not null order by made_at_ms, subject limit 20`

const stale = query<{ most: number }, Omit<Copy, 'madeAt'> & { tenant: string }>()`
  select c.token, c.subject, c.key, c.sealed, t.tenant
    from vault.data_key k join vault.copy c on c.key = k.id join vault.token t on t.id = c.token
   where k.state = 'retired' and c.sealed is not null order by c.key, c.token limit ${'most'}`

const underKey = query<{ key: string }, { token: string }>()`
  select token from vault.copy where key = ${'key'} and sealed is not null limit 1`

const reseal = query<{ token: string; subject: string; from: string; sealed: string; key: string }>()`
  update vault.copy set sealed = ${'sealed'}, key = ${'key'}
   where token = ${'token'} and subject = ${'subject'} and sealed = ${'from'}`

const shredCopies = query<{ subject: string; at: number }>()`
  update vault.copy set sealed = null, shredded_at_ms = ${'at'} where subject = ${'subject'} and sealed is not null`

const shredTokens = query<{ subject: string; at: number }>()`
  update vault.token t set hash = null, masked = '—', detail = '{}'::jsonb, shredded_at_ms = ${'at'}
   where t.shredded_at_ms is null
     and t.id in (select token from vault.copy where subject = ${'subject'})
     and not exists (select from vault.copy c where c.token = t.id and c.sealed is not null)`

const shredOne = query<{ token: string; subject: string; at: number }>()`
  update vault.copy set sealed = null, shredded_at_ms = ${'at'}
   where token = ${'token'} and subject = ${'subject'} and sealed is not null`

/** Empties one person's copy of one token, and the token when nobody has a copy of it any more. False when they had none. */
export async function shredCopy(i: Inside, token: string, subject: string): Promise<boolean> {
  if ((await run(i, shredOne, { token, subject, at: i.now() })) === 0) return false
  await run(i, shredTokens, { subject, at: i.now() })
  return true
}

/** Whether a copy that can be read stands under this key. */
export const isKeyNamed = async (i: Inside, key: string): Promise<boolean> =>
  (await maybe(i, underKey, { key })) !== null

/** Copies that are still sealed under a retired key, at most `most`. */
export const staleCopies = (w: World, most: number): Promise<(Omit<Copy, 'madeAt'> & { tenant: string })[]> =>
  many(w, stale, { most })

/** False when the copy was sealed anew or shredded meanwhile. */
export const saveResealed = async (
  i: Inside,
  to: { token: string; subject: string; from: string; sealed: string; key: string },
): Promise<boolean> => (await run(i, reseal, to)) === 1

/** Empties a person's copies, and every token that nobody has a copy of any more. */
export async function shredValues(i: Inside, subject: string): Promise<{ copies: number; tokens: number }> {
  const copies = await run(i, shredCopies, { subject, at: i.now() })
  return { copies, tokens: await run(i, shredTokens, { subject, at: i.now() }) }
}

/** False when the value already has its token. */
export const insertToken = async (i: Inside, token: Token): Promise<boolean> => (await run(i, insert, token)) === 1

export async function tokenByHash(
  w: World | Inside,
  at: { tenant: string; kind: string; hash: Digest },
): Promise<Token | null> {
  const row = await maybe(w, byHash, { ...at, hashes: await everyVersion(w, at.hash) })
  return row && toToken(row)
}

export async function tokenById(w: World, id: string): Promise<Token | null> {
  const row = await maybe(w, byId, { id })
  return row && toToken(row)
}

/** A page of a tenant's tokens, newest first. */
export const tokensBefore = async (w: World, tenant: string, cursor: string, most: number): Promise<Token[]> =>
  (await many(w, before, { tenant, before: cursor, most })).map(toToken)

export const isHeldBy = async (w: World, token: string, subject: string): Promise<boolean> =>
  (await maybe(w, hasCopy, { token, subject })) !== null

/** False when its key was destroyed meanwhile, or another wrote the same copy first. */
export const insertValue = async (i: Inside, copy: Copy): Promise<boolean> => (await run(i, insertCopy, copy)) === 1

/** The copies that can still be read, oldest first, at most 20. */
export const livingCopies = async (w: World, token: string): Promise<Copy[]> =>
  (await many(w, copies, { token })).map(({ made_at_ms, ...same }) => ({ ...same, madeAt: Number(made_at_ms) }))

const toToken = ({ made_at_ms, shredded_at_ms, ...same }: Row): Token => ({
  ...same,
  id: same.id as Id<'tok'>,
  madeAt: Number(made_at_ms),
  shreddedAt: shredded_at_ms === null ? null : Number(shredded_at_ms),
})

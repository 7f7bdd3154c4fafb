import { many, maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { Method } from './method.ts'

type Row = Omit<Method, 'isDefault' | 'verifiedBy' | 'addedAt' | 'changedAt'> & {
  is_default: boolean
  verified_by: Method['verifiedBy']
  added_at_ms: bigint
  changed_at_ms: bigint
}

const insert = query<Method>()`
  insert into vault.method (id, tenant, holder, kind, token, masked, issuer, label, expires, state, added_at_ms, changed_at_ms)
  values (${'id'}, ${'tenant'}, ${'holder'}, ${'kind'}, ${'token'}, ${'masked'}, ${'issuer'}, ${'label'}, ${'expires'},
          ${'state'}, ${'addedAt'}, ${'changedAt'})
  on conflict do nothing`

const byId = query<{ id: string }, Row>()`
  select id, tenant, holder, kind, token, masked, issuer, label, expires, state, is_default, verified_by, added_at_ms,
         changed_at_ms
    from vault.method where id = ${'id'}`

const locked = query<{ id: string }, Row>()`
  select id, tenant, holder, kind, token, masked, issuer, label, expires, state, is_default, verified_by, added_at_ms,
         changed_at_ms
    from vault.method where id = ${'id'} for update`

const ofHolder = query<{ holder: string }, Row>()`
  select id, tenant, holder, kind, token, masked, issuer, label, expires, state, is_default, verified_by, added_at_ms,
         changed_at_ms
    from vault.method where holder = ${'holder'} and state <> 'removed' order by is_default desc, id desc limit 100`

const before = query<{ tenant: string; holder: string; before: string; most: number }, Row>()`
  select id, tenant, holder, kind, token, masked, issuer, label, expires, state, is_default, verified_by, added_at_ms,
         changed_at_ms
    from vault.method
   where tenant = ${'tenant'} and (${'holder'} = '' or holder = ${'holder'}) and id < ${'before'}
   order by id desc limit ${'most'}`

const ofToken = query<{ token: string }, Row>()`
  select id, tenant, holder, kind, token, masked, issuer, label, expires, state, is_default, verified_by, added_at_ms,
         changed_at_ms
    from vault.method where token = ${'token'} order by id desc limit 100`

const over = query<{ month: string; most: number }, { id: string }>()`
  select id from vault.method
   where expires < ${'month'} and state in ('unverified', 'active') order by expires, id limit ${'most'}`

const update = query<Pick<Method, 'id' | 'state' | 'verifiedBy' | 'changedAt'>>()`
  update vault.method
     set state = ${'state'}, verified_by = ${'verifiedBy'}, changed_at_ms = ${'changedAt'},
         is_default = is_default and ${'state'} = 'active'
   where id = ${'id'}`

// One at a time for each holder, so that two changes of the default do not cross.
const lockHolder = query<{
  holder: string
}>()`select pg_advisory_xact_lock(hashtext('vault.method'), hashtext(${'holder'}))`

const clearDefault = query<{ holder: string }>()`
  update vault.method set is_default = false where holder = ${'holder'} and is_default`

const setDefault = query<{ id: string }>()`
  update vault.method set is_default = true where id = ${'id'} and state = 'active'`

const shredAll = query<{ holder: string; at: number }>()`
  update vault.method
     set state = 'removed', is_default = false, masked = '—', label = '', issuer = '', expires = null, changed_at_ms = ${'at'}
   where holder = ${'holder'} and masked <> '—'`

/** False when the holder has this one already. */
export const insertMethod = async (i: Inside, method: Method): Promise<boolean> => (await run(i, insert, method)) === 1

export async function methodById(w: World, id: string): Promise<Method | null> {
  const row = await maybe(w, byId, { id })
  return row && toMethod(row)
}

export async function lockMethod(i: Inside, id: string): Promise<Method | null> {
  const row = await maybe(i, locked, { id })
  return row && toMethod(row)
}

/** What a holder has saved, the default first, then the newest; removed ones not; at most 100. */
export const methodsOf = async (w: World, holder: string): Promise<Method[]> =>
  (await many(w, ofHolder, { holder })).map(toMethod)

/** A page of a tenant's saved methods, newest first; of one holder when named. */
export const methodsBefore = async (
  w: World,
  at: { tenant: string; holder: string; before: string; most: number },
): Promise<Method[]> => (await many(w, before, at)).map(toMethod)

/** Who pays with the value of a token, at most 100. */
export const methodsWith = async (w: World, token: string): Promise<Method[]> =>
  (await many(w, ofToken, { token })).map(toMethod)

/** Methods whose last month is over, at most `most`. */
export const methodsOver = async (w: World, month: string, most: number): Promise<string[]> =>
  (await many(w, over, { month, most })).map(({ id }) => id)

export const saveMethodState = (
  i: Inside,
  method: Pick<Method, 'id' | 'state' | 'verifiedBy' | 'changedAt'>,
): Promise<number> => run(i, update, method)

/** Lets one transaction at a time change what a holder has saved. */
export const lockMethodsOf = (i: Inside, holder: string): Promise<unknown> => many(i, lockHolder, { holder })

export async function saveDefault(i: Inside, holder: string, id: string | null): Promise<void> {
  await run(i, clearDefault, { holder })
  if (id !== null) await run(i, setDefault, { id })
}

/** Removes all of a person's methods and what they showed. */
export const shredMethods = (i: Inside, holder: string): Promise<number> => run(i, shredAll, { holder, at: i.now() })

const toMethod = ({ is_default, verified_by, added_at_ms, changed_at_ms, ...same }: Row): Method => ({
  ...same,
  isDefault: is_default,
  verifiedBy: verified_by,
  addedAt: Number(added_at_ms),
  changedAt: Number(changed_at_ms),
})

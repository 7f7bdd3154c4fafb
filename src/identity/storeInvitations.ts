import { many, maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { OrgKind } from './person.ts'

export type Invitation = {
  id: string
  name: { zh: string; en: string }
  role: string
  org: string
  orgKind: OrgKind
  emailHash: string | null
  emailMasked: string | null
  invitedBy: string
  createdAt: number
  expiresAt: number
  /** Who came of it. */
  person: string | null
  endedAt: number | null
}
type Row = {
  id: string
  name: { zh: string; en: string }
  role: string
  org: string
  org_kind: OrgKind
  email_hash: string | null
  email_masked: string | null
  invited_by: string
  created_at_ms: bigint
  expires_at_ms: bigint
  person: string | null
  ended_at_ms: bigint | null
}

const insert = query<Omit<Invitation, 'person' | 'endedAt' | 'createdAt'> & { digest: string; at: number }>()`
  insert into identity.invitation (id, token_digest, name, role, org, org_kind, email_hash, email_masked, invited_by,
    created_at_ms, expires_at_ms)
  values (${'id'}, ${'digest'}, ${'name'}, ${'role'}, ${'org'}, ${'orgKind'}, ${'emailHash'}, ${'emailMasked'},
    ${'invitedBy'}, ${'at'}, ${'expiresAt'})`

const open = query<{ digest: string; at: number }, Row>()`
  select id, name, role, org, org_kind, email_hash, email_masked, invited_by, created_at_ms, expires_at_ms, person,
         ended_at_ms
    from identity.invitation
   where token_digest = ${'digest'} and ended_at_ms is null and expires_at_ms > ${'at'}`

const byId = query<{ id: string }, Row>()`
  select id, name, role, org, org_kind, email_hash, email_masked, invited_by, created_at_ms, expires_at_ms, person,
         ended_at_ms
    from identity.invitation where id = ${'id'}`

const waiting = query<{ org: string | null; at: number }, Row>()`
  select id, name, role, org, org_kind, email_hash, email_masked, invited_by, created_at_ms, expires_at_ms, person,
         ended_at_ms
    from identity.invitation
   where (${'org'}::text is null or org = ${'org'}) and ended_at_ms is null and expires_at_ms > ${'at'}
   order by id desc limit 100`

const close = query<{ id: string; at: number; person: string | null }>()`
  update identity.invitation set ended_at_ms = ${'at'}, person = ${'person'} where id = ${'id'} and ended_at_ms is null`

export const saveInvitation = (
  i: Inside,
  invitation: Omit<Invitation, 'person' | 'endedAt' | 'createdAt'>,
  digest: string,
): Promise<number> => run(i, insert, { ...invitation, digest, at: i.now() })

/** The invitation behind a link that still works. */
export async function openInvitation(w: World, digest: string): Promise<Invitation | null> {
  const row = await maybe(w, open, { digest, at: w.now() })
  return row && toInvitation(row)
}

export async function invitationById(w: World, id: string): Promise<Invitation | null> {
  const row = await maybe(w, byId, { id })
  return row && toInvitation(row)
}

/** The newest 100 that still wait, of one organisation or of all. */
export const invitationsWaiting = async (w: World, org: string | null): Promise<Invitation[]> =>
  (await many(w, waiting, { org, at: w.now() })).map(toInvitation)

/** Ends an invitation; false when it was over already, so that of two who use one link one gets in. */
export const endInvitation = async (i: Inside, id: string, person: string | null): Promise<boolean> =>
  (await run(i, close, { id, at: i.now(), person })) === 1

const toInvitation = (row: Row): Invitation => ({
  id: row.id,
  name: row.name,
  role: row.role,
  org: row.org,
  orgKind: row.org_kind,
  emailHash: row.email_hash,
  emailMasked: row.email_masked,
  invitedBy: row.invited_by,
  createdAt: Number(row.created_at_ms),
  expiresAt: Number(row.expires_at_ms),
  person: row.person,
  endedAt: row.ended_at_ms === null ? null : Number(row.ended_at_ms),
})

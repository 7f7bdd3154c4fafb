import { maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'

/** Where the institution's people sign in besides here. */
export type SignOnProvider = {
  issuer: string
  clientId: string
  /** Sealed by the vault; null for a public client, which PKCE alone protects. */
  clientSecret: string | null
  button: { zh: string; en: string }
  groupsClaim: string
  /** The first group a person is in decides; none of them means no entry. Empty: everybody keeps the role they have here. */
  groupRoles: { group: string; role: string }[]
  enabled: boolean
  version: number
}
type Row = {
  issuer: string
  client_id: string
  client_secret: string | null
  button: { zh: string; en: string }
  groups_claim: string
  group_roles: { list: { group: string; role: string }[] }
  enabled: boolean
  version: number
}

const provider = query<Record<never, never>, Row>()`
  select issuer, client_id, client_secret, button, groups_claim, group_roles, enabled, version
    from identity.sign_on_provider where id = 'institution'`

const putProvider = query<
  Omit<SignOnProvider, 'groupRoles'> & { groupRoles: { list: object[] }; at: number; before: number }
>()`
  insert into identity.sign_on_provider as kept (id, issuer, client_id, client_secret, button, groups_claim, group_roles,
    enabled, version, changed_at_ms)
  values ('institution', ${'issuer'}, ${'clientId'}, ${'clientSecret'}, ${'button'}, ${'groupsClaim'}, ${'groupRoles'},
    ${'enabled'}, ${'version'}, ${'at'})
  on conflict (id) do update set issuer = excluded.issuer, client_id = excluded.client_id,
    client_secret = excluded.client_secret, button = excluded.button, groups_claim = excluded.groups_claim,
    group_roles = excluded.group_roles, enabled = excluded.enabled, version = excluded.version,
    changed_at_ms = excluded.changed_at_ms
  where kept.version = ${'before'}`

type Attempt = { nonce: string; verifier: string; redirectUri: string }
const putAttempt = query<Attempt & { digest: string; until: number }>()`
  insert into identity.sign_on_attempt (state_digest, nonce, verifier, redirect_uri, expires_at_ms)
  values (${'digest'}, ${'nonce'}, ${'verifier'}, ${'redirectUri'}, ${'until'})`

const takeAttempt = query<
  { digest: string },
  { nonce: string; verifier: string; redirect_uri: string; expires_at_ms: bigint }
>()`
  delete from identity.sign_on_attempt where state_digest = ${'digest'}
  returning nonce, verifier, redirect_uri, expires_at_ms`

const dropAttempts = query<{ at: number }>()`delete from identity.sign_on_attempt where expires_at_ms < ${'at'}`

const subjectOf = query<{ issuer: string; subject: string }, { person: string }>()`
  select person from identity.sign_on_subject where issuer = ${'issuer'} and subject = ${'subject'}`

const putSubject = query<{ issuer: string; subject: string; person: string; at: number }>()`
  insert into identity.sign_on_subject (issuer, subject, person, linked_at_ms)
  values (${'issuer'}, ${'subject'}, ${'person'}, ${'at'})`

export async function signOnProvider(w: World): Promise<SignOnProvider | null> {
  const row = await maybe(w, provider, {})
  if (!row) return null
  const { issuer, button, enabled, version } = row
  return {
    issuer,
    button,
    enabled,
    version,
    clientId: row.client_id,
    clientSecret: row.client_secret,
    groupsClaim: row.groups_claim,
    groupRoles: row.group_roles.list,
  }
}

/** Writes the provider over version `before` (0 for none); false when somebody else wrote meanwhile. */
export async function saveProvider(i: Inside, kept: Omit<SignOnProvider, 'version'>, before: number): Promise<boolean> {
  const row = { ...kept, groupRoles: { list: kept.groupRoles }, version: before + 1, at: i.now(), before }
  return (await run(i, putProvider, row)) === 1
}

export const saveAttempt = (i: Inside, digest: string, attempt: Attempt, until: number): Promise<number> =>
  run(i, putAttempt, { digest, ...attempt, until })

/** Takes a sign-in out, so that its answer is used once; null when there is none or it took too long. */
export async function takeSignOnAttempt(i: Inside, digest: string): Promise<Attempt | null> {
  const row = await maybe(i, takeAttempt, { digest })
  if (!row || Number(row.expires_at_ms) <= i.now()) return null
  return { nonce: row.nonce, verifier: row.verifier, redirectUri: row.redirect_uri }
}

export const dropSignOnAttempts = (i: Inside, at: number): Promise<number> => run(i, dropAttempts, { at })

export async function personOfSubject(w: World, issuer: string, subject: string): Promise<string | null> {
  return (await maybe(w, subjectOf, { issuer, subject }))?.person ?? null
}

export const saveSubject = (i: Inside, issuer: string, subject: string, person: string): Promise<number> =>
  run(i, putSubject, { issuer, subject, person, at: i.now() })

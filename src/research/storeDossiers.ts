import type { Digest } from '../base/digest.ts'
import type { Id } from '../base/id.ts'
import type { Instant } from '../base/time.ts'
import { record } from '../world/record.ts'
import { many, maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { DossierContent } from './dossier.ts'

export type Dossier = {
  id: Id<'dos'>
  partner: string
  market: string
  version: number
  state: 'draft' | 'published'
  content: DossierContent
  digest: Digest
  author: string
  savedAt: Instant
  publisher: string | null
  publishedAt: Instant | null
}
type Row = Omit<Dossier, 'savedAt' | 'publishedAt'> & { saved_at_ms: bigint; published_at_ms: bigint | null }

const insert = query<Dossier>()`
  insert into research.dossier (id, partner, market, version, state, content, digest, author, saved_at_ms, publisher, published_at_ms)
  values (${'id'}, ${'partner'}, ${'market'}, ${'version'}, 'draft', ${'content'}, ${'digest'}, ${'author'}, ${'savedAt'}, null, null)
  on conflict do nothing`

const change = query<Dossier>()`
  update research.dossier
     set state = ${'state'}, content = ${'content'}, digest = ${'digest'}, author = ${'author'}, saved_at_ms = ${'savedAt'},
         publisher = ${'publisher'}, published_at_ms = ${'publishedAt'}
   where id = ${'id'} and state = 'draft'`

const byId = query<{ id: string }, Row>()`
  select id, partner, market, version, state, content, digest, author, saved_at_ms, publisher, published_at_ms
    from research.dossier where id = ${'id'}`

const locked = query<{ id: string }, Row>()`
  select id, partner, market, version, state, content, digest, author, saved_at_ms, publisher, published_at_ms
    from research.dossier where id = ${'id'} for update`

const ofPartner = query<{ partner: string }, Row>()`
  select id, partner, market, version, state, content, digest, author, saved_at_ms, publisher, published_at_ms
    from research.dossier where partner = ${'partner'} order by version desc limit 100`

const newest = query<Record<never, never>, Row>()`
  select distinct on (partner, market, state)
         id, partner, market, version, state, content, digest, author, saved_at_ms, publisher, published_at_ms
    from research.dossier order by partner, market, state, version desc limit 400`

const noted = (i: Inside, act: string, { id, partner, market, version, digest }: Dossier): void =>
  record(i, { act, object: id, after: digest, facts: { partner, market, version, digest } })

/** False when this market already has a draft. */
export async function saveDossier(i: Inside, dossier: Dossier): Promise<boolean> {
  if ((await run(i, insert, dossier)) === 0) return false
  noted(i, 'research.draft', dossier)
  return true
}

/** False once it is published. */
export async function updateDossier(i: Inside, dossier: Dossier, act: string): Promise<boolean> {
  if ((await run(i, change, dossier)) === 0) return false
  noted(i, act, dossier)
  return true
}

export async function dossierById(w: World | Inside, id: string): Promise<Dossier | null> {
  const row = await maybe(w, byId, { id })
  return row && toDossier(row)
}

export async function lockDossier(i: Inside, id: string): Promise<Dossier | null> {
  const row = await maybe(i, locked, { id })
  return row && toDossier(row)
}

/** At most 100 versions of a partner's dossiers, newest first. */
export const dossiersOf = async (w: World | Inside, partner: string): Promise<Dossier[]> =>
  (await many(w, ofPartner, { partner })).map(toDossier)

/** Of every partner and market the draft and the newest that was published. */
export const newestDossiers = async (w: World): Promise<Dossier[]> => (await many(w, newest, {})).map(toDossier)

const toDossier = ({ saved_at_ms, published_at_ms, ...row }: Row): Dossier => ({
  ...row,
  savedAt: Number(saved_at_ms),
  publishedAt: published_at_ms === null ? null : Number(published_at_ms),
})

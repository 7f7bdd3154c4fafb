import type { Digest } from '../base/digest.ts'
import type { Instant } from '../base/time.ts'
import { many, maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import { type ConsentText, type Purpose, purposeDigest } from './purpose.ts'
import { type Recipient, recipientDigest } from './recipient.ts'

type PurposeRow = Omit<Purpose, 'noticeDays' | 'lastsDays'> & { notice_days: number; lasts_days: number | null }
type TextRow = {
  digest: Digest
  purpose: string
  version: number
  zh: string
  en: string
  effective_at_ms: bigint
  published_at_ms: bigint
}

const putPurpose = query<Omit<Purpose, 'scopes'> & { scopes: string; digest: string; place: number; at: number }>()`
  insert into consent.purpose (id, name, why, basis, scopes, separate, sensitive, written, shares, credit, recommends, abroad, notice_days,
                               lasts_days, keep, active, place, digest, changed_at_ms)
  values (${'id'}, ${'name'}, ${'why'}, ${'basis'}, ${'scopes'}::jsonb, ${'separate'}, ${'sensitive'}, ${'written'}, ${'shares'},
          ${'credit'}, ${'recommends'}, ${'abroad'}, ${'noticeDays'}, ${'lastsDays'}, ${'keep'}, ${'active'}, ${'place'}, ${'digest'}, ${'at'})
  on conflict (id) do update set name = excluded.name, why = excluded.why, basis = excluded.basis, scopes = excluded.scopes,
    separate = excluded.separate, sensitive = excluded.sensitive, written = excluded.written, shares = excluded.shares,
    credit = excluded.credit, recommends = excluded.recommends, abroad = excluded.abroad, notice_days = excluded.notice_days,
    lasts_days = excluded.lasts_days, keep = excluded.keep, active = excluded.active, digest = excluded.digest,
    changed_at_ms = excluded.changed_at_ms`

const purposes = query<Record<never, never>, PurposeRow>()`
  select id, name, why, basis, scopes, separate, sensitive, written, shares, credit, recommends, abroad, notice_days, lasts_days, keep, active
    from consent.purpose order by place, id limit 200`

const purposeOf = query<{ id: string }, PurposeRow>()`
  select id, name, why, basis, scopes, separate, sensitive, written, shares, credit, recommends, abroad, notice_days, lasts_days, keep, active
    from consent.purpose where id = ${'id'}`

const putText = query<ConsentText>()`
  insert into consent.text (digest, purpose, version, zh, en, effective_at_ms, published_at_ms)
  values (${'digest'}, ${'purpose'}, ${'version'}, ${'zh'}, ${'en'}, ${'effectiveAt'}, ${'publishedAt'})`

const texts = query<{ purpose: string }, TextRow>()`
  select digest, purpose, version, zh, en, effective_at_ms, published_at_ms from consent.text
   where purpose = ${'purpose'} order by version desc limit 100`

const textsHeld = query<{ at: number }, TextRow>()`
  select distinct on (purpose) digest, purpose, version, zh, en, effective_at_ms, published_at_ms from consent.text
   where effective_at_ms <= ${'at'} order by purpose, version desc limit 200`

const putRecipient = query<Recipient & { digest: string; at: number }>()`
  insert into consent.recipient (id, name, terms, digest, licence, active, changed_at_ms)
  values (${'id'}, ${'name'}, ${'terms'}, ${'digest'}, ${'licence'}, ${'active'}, ${'at'})
  on conflict (id) do update set name = excluded.name, terms = excluded.terms, digest = excluded.digest,
    licence = excluded.licence, active = excluded.active, changed_at_ms = excluded.changed_at_ms`

const recipients = query<Record<never, never>, Recipient>()`
  select id, name, terms, licence, active from consent.recipient order by id limit 200`

const recipientOf = query<{ id: string }, Recipient>()`
  select id, name, terms, licence, active from consent.recipient where id = ${'id'}`

export async function savePurpose(i: Inside, purpose: Purpose, place: number): Promise<void> {
  const scopes = JSON.stringify(purpose.scopes)
  await run(i, putPurpose, { ...purpose, scopes, digest: purposeDigest(purpose), place, at: i.now() })
}

/** The whole catalogue, at most 200 purposes. */
export const purposesAll = async (w: World | Inside): Promise<Purpose[]> => (await many(w, purposes, {})).map(toPurpose)

export async function purposeById(w: World | Inside, id: string): Promise<Purpose | null> {
  const row = await maybe(w, purposeOf, { id })
  return row && toPurpose(row)
}

export async function saveText(i: Inside, text: ConsentText): Promise<void> {
  await run(i, putText, text)
}

/** Every text of a purpose, newest first. */
export const textsOf = async (w: World | Inside, purpose: string): Promise<ConsentText[]> =>
  (await many(w, texts, { purpose })).map(toText)

/** The text of each purpose that holds at a moment. */
export const textsInForce = async (w: World | Inside, at: Instant): Promise<ConsentText[]> =>
  (await many(w, textsHeld, { at })).map(toText)

export async function saveRecipient(i: Inside, recipient: Recipient): Promise<void> {
  await run(i, putRecipient, { ...recipient, digest: recipientDigest(recipient), at: i.now() })
}

/** Everybody data may go to, at most 200. */
export const recipientsAll = (w: World | Inside): Promise<Recipient[]> => many(w, recipients, {})

export const recipientById = (w: World | Inside, id: string): Promise<Recipient | null> => maybe(w, recipientOf, { id })

const toPurpose = ({ notice_days, lasts_days, ...same }: PurposeRow): Purpose => ({
  ...same,
  noticeDays: notice_days,
  lastsDays: lasts_days,
})

const toText = ({ effective_at_ms, published_at_ms, ...same }: TextRow): ConsentText => ({
  ...same,
  effectiveAt: Number(effective_at_ms),
  publishedAt: Number(published_at_ms),
})

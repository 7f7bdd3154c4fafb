import type { Digest } from '../base/digest.ts'
import type { Id } from '../base/id.ts'
import type { Day, Instant } from '../base/time.ts'
import { many, maybe, one, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { Consent, ConsentForm, ConsentState, Evidence } from './consent.ts'
import type { Ward } from './ward.ts'

type Row = {
  id: Id<'cns'>
  subject: string
  purpose: string
  scopes: string[]
  recipient: string | null
  recipient_digest: Digest | null
  purpose_digest: Digest
  text_digest: Digest
  given_by: string
  form: ConsentForm
  evidence: Evidence | null
  evidence_digest: Digest
  given_at_ms: bigint
  until_ms: bigint | null
  ended_at_ms: bigint | null
  state: ConsentState
  receipt: Digest
}

// A person's no stops whatever does not rest on law; a stop of everything (purpose '*') does too.
const may = query<
  { subject: string; purpose: string; scope: string; recipient: string | null; at: number },
  { may: boolean }
>()`
  select exists (
    select 1 from consent.purpose p
     where p.id = ${'purpose'} and p.active
       and (p.basis = 'law' or not exists (
             select 1 from consent.refusal n where n.subject = ${'subject'} and n.purpose in (p.id, '*')))
       and case when p.basis = 'consent' then exists (
             select 1 from consent.consent c
              where c.subject = ${'subject'} and c.purpose = p.id and ${'scope'} = any(c.scopes)
                and c.recipient is not distinct from ${'recipient'}::text
                and consent.state(c, ${'at'}::bigint) = 'in_force')
           else exists (select 1 from jsonb_array_elements(p.scopes) s where s ->> 'id' = ${'scope'})
                and (${'recipient'}::text is null or (p.shares and exists (
                      select 1 from consent.recipient r where r.id = ${'recipient'} and r.active))) end) as may`

const insert = query<Omit<Consent, 'state' | 'endedAt'>>()`
  insert into consent.consent (id, subject, purpose, scopes, recipient, recipient_digest, purpose_digest, text_digest, given_by,
                               form, evidence, evidence_digest, given_at_ms, until_ms, receipt)
  values (${'id'}, ${'subject'}, ${'purpose'}, ${'scopes'}::text[], ${'recipient'}, ${'recipientDigest'}, ${'purposeDigest'},
          ${'textDigest'}, ${'givenBy'}, ${'form'}, ${'evidence'}::jsonb, ${'evidenceDigest'}, ${'givenAt'}, ${'until'}, ${'receipt'})`

const end = query<{ id: string; at: number; by: string }>()`
  update consent.consent set ended_at_ms = ${'at'}, ended_by = ${'by'} where id = ${'id'} and ended_at_ms is null`

const lockInForce = query<{ subject: string; purpose: string; recipient: string | null; at: number }, Row>()`
  select c.id, c.subject, c.purpose, c.scopes, c.recipient, c.recipient_digest, c.purpose_digest, c.text_digest, c.given_by, c.form,
         c.evidence, c.evidence_digest, c.given_at_ms, c.until_ms, c.ended_at_ms, consent.state(c, ${'at'}::bigint) as state, c.receipt
    from consent.consent c
   where c.subject = ${'subject'} and c.purpose = ${'purpose'} and c.recipient is not distinct from ${'recipient'}::text
     and c.ended_at_ms is null
     for update`

// One at a time for a person and a purpose: two taps at once become one consent and not an error.
const queueUp = query<{ subject: string; purpose: string }, { taken: string }>()`
  select pg_advisory_xact_lock(hashtextextended(${'subject'}::text || ' ' || ${'purpose'}::text, 4702))::text as taken`

const byId = query<{ id: string; at: number }, Row>()`
  select c.id, c.subject, c.purpose, c.scopes, c.recipient, c.recipient_digest, c.purpose_digest, c.text_digest, c.given_by, c.form,
         c.evidence, c.evidence_digest, c.given_at_ms, c.until_ms, c.ended_at_ms, consent.state(c, ${'at'}::bigint) as state, c.receipt
    from consent.consent c where c.id = ${'id'}`

type Wanted = {
  subject: string | null
  purpose: string | null
  recipient: string | null
  state: string | null
  before: string
  at: number
  most: number
}
const listed = query<Wanted, Row>()`
  select id, subject, purpose, scopes, recipient, recipient_digest, purpose_digest, text_digest, given_by, form, evidence,
         evidence_digest, given_at_ms, until_ms, ended_at_ms, state, receipt
    from (select c.*, consent.state(c, ${'at'}::bigint) as state from consent.consent c
           where (${'subject'}::text is null or c.subject = ${'subject'})
             and (${'purpose'}::text is null or c.purpose = ${'purpose'})
             and (${'recipient'}::text is null or c.recipient = ${'recipient'})
             and (${'before'} = '' or c.id < ${'before'})) found
   where ${'state'}::text is null or state = ${'state'}
   order by id desc limit ${'most'}`

const counted = query<{ at: number }, { purpose: string; state: ConsentState; consents: bigint }>()`
  select purpose, state, count(*) as consents
    from (select c.purpose, consent.state(c, ${'at'}::bigint) as state from consent.consent c) each
   group by purpose, state order by purpose, state limit 1000`

const putRefusal = query<{ subject: string; purpose: string; at: number }>()`
  insert into consent.refusal (subject, purpose, at_ms) values (${'subject'}, ${'purpose'}, ${'at'}) on conflict do nothing`

const dropRefusal = query<{ subject: string; purpose: string }>()`
  delete from consent.refusal where subject = ${'subject'} and purpose = ${'purpose'}`

const refusals = query<{ subject: string }, { purpose: string; at_ms: bigint }>()`
  select purpose, at_ms from consent.refusal where subject = ${'subject'} order by purpose limit 100`

const putWard = query<Ward>()`
  insert into consent.ward (subject, guardian, relation, last_day)
  values (${'subject'}, ${'guardian'}, ${'relation'}, ${'lastDay'}::date)
  on conflict (subject) do update set guardian = excluded.guardian, relation = excluded.relation, last_day = excluded.last_day`

const wardOf = query<{ subject: string }, Omit<Ward, 'lastDay'> & { last_day: string }>()`
  select subject, guardian, relation, to_char(last_day, 'YYYY-MM-DD') as last_day from consent.ward where subject = ${'subject'}`

const wardsOf = query<{ guardian: string }, Omit<Ward, 'lastDay'> & { last_day: string }>()`
  select subject, guardian, relation, to_char(last_day, 'YYYY-MM-DD') as last_day from consent.ward
   where guardian = ${'guardian'} order by subject limit 20`

const evidenceDue = query<
  { before: number; most: number; held: string[] },
  { id: string; subject: string; ended_at_ms: bigint }
>()`
  select id, subject, ended_at_ms from consent.consent
   where evidence is not null and ended_at_ms < ${'before'}
     and not id = any(${'held'}::text[]) and not subject = any(${'held'}::text[])
   order by ended_at_ms, id limit ${'most'}`

const dropEvidence = query<{ id: string }>()`
  update consent.consent set evidence = null where id = ${'id'} and ended_at_ms is not null and evidence is not null`

/** Whether personal data may be used, as the database says at this instant. */
export async function isAllowed(
  w: World | Inside,
  use: { subject: string; purpose: string; scope: string; recipient: string | null },
): Promise<boolean> {
  return (await one(w, may, { ...use, at: w.now() })).may
}

export async function saveConsent(i: Inside, consent: Omit<Consent, 'state' | 'endedAt'>): Promise<void> {
  await run(i, insert, consent)
}

/** Ends a consent once. False when it had ended before. */
export const endConsent = async (i: Inside, id: string, by: 'withdrawn' | 'replaced'): Promise<boolean> =>
  (await run(i, end, { id, at: i.now(), by })) === 1

/** The consent of a person for a purpose and a recipient that has not ended, locked. */
export async function consentToReplace(
  i: Inside,
  key: { subject: string; purpose: string; recipient: string | null },
): Promise<Consent | null> {
  await one(i, queueUp, { subject: key.subject, purpose: key.purpose })
  const { subject, purpose, recipient } = key
  const row = await maybe(i, lockInForce, { subject, purpose, recipient, at: i.now() })
  return row && toConsent(row)
}

export async function consentById(w: World | Inside, id: string): Promise<Consent | null> {
  const row = await maybe(w, byId, { id, at: w.now() })
  return row && toConsent(row)
}

export type ConsentFilter = {
  subject?: string | undefined
  purpose?: string | undefined
  recipient?: string | undefined
  state?: string | undefined
}

/** Consents, newest first, below the id `before` (from the start when it is empty). */
export async function consentsBy(
  w: World | Inside,
  { subject, purpose, recipient, state }: ConsentFilter,
  before: string,
  most: number,
): Promise<Consent[]> {
  const wanted = {
    subject: subject ?? null,
    purpose: purpose ?? null,
    recipient: recipient ?? null,
    state: state ?? null,
  }
  return (await many(w, listed, { ...wanted, before, at: w.now(), most })).map(toConsent)
}

/** How many consents of each purpose stand where. */
export async function consentCounts(w: World): Promise<{ purpose: string; state: ConsentState; consents: number }[]> {
  return (await many(w, counted, { at: w.now() })).map((row) => ({ ...row, consents: Number(row.consents) }))
}

export const saveRefusal = async (i: Inside, subject: string, purpose: string): Promise<boolean> =>
  (await run(i, putRefusal, { subject, purpose, at: i.now() })) === 1

export const removeRefusal = async (i: Inside, subject: string, purpose: string): Promise<boolean> =>
  (await run(i, dropRefusal, { subject, purpose })) === 1

/** What a person said no to; `*` is everything that no law demands. */
export async function refusalsOf(w: World | Inside, subject: string): Promise<{ purpose: string; at: Instant }[]> {
  return (await many(w, refusals, { subject })).map(({ purpose, at_ms }) => ({ purpose, at: Number(at_ms) }))
}

export async function saveWard(i: Inside, ward: Ward): Promise<void> {
  await run(i, putWard, ward)
}

export async function wardById(w: World | Inside, subject: string): Promise<Ward | null> {
  const row = await maybe(w, wardOf, { subject })
  return row && toWard(row)
}

export async function wardsByGuardian(w: World | Inside, guardian: string): Promise<Ward[]> {
  return (await many(w, wardsOf, { guardian })).map(toWard)
}

/** Ended consents whose evidence is still kept, ended before a moment, oldest first. */
export async function evidenceEndedBefore(
  w: World | Inside,
  before: Instant,
  most: number,
  held: string[],
): Promise<{ object: string; subject: string; endedAt: Instant }[]> {
  const rows = await many(w, evidenceDue, { before, most, held })
  return rows.map(({ id, subject, ended_at_ms }) => ({ object: id, subject, endedAt: Number(ended_at_ms) }))
}

export const removeEvidence = async (i: Inside, id: string): Promise<boolean> =>
  (await run(i, dropEvidence, { id })) === 1

const toWard = ({ last_day, ...ward }: Omit<Ward, 'lastDay'> & { last_day: string }): Ward => ({
  ...ward,
  lastDay: last_day as Day,
})

function toConsent(row: Row): Consent {
  return {
    id: row.id,
    subject: row.subject,
    purpose: row.purpose,
    scopes: row.scopes,
    recipient: row.recipient,
    recipientDigest: row.recipient_digest,
    purposeDigest: row.purpose_digest,
    textDigest: row.text_digest,
    givenBy: row.given_by,
    form: row.form,
    evidence: row.evidence,
    evidenceDigest: row.evidence_digest,
    givenAt: Number(row.given_at_ms),
    until: row.until_ms === null ? null : Number(row.until_ms),
    endedAt: row.ended_at_ms === null ? null : Number(row.ended_at_ms),
    state: row.state,
    receipt: row.receipt,
  }
}

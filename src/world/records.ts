import type { Canonical } from '../base/canonical.ts'
import type { Digest } from '../base/digest.ts'
import type { RecordRow } from './book.ts'
import { recordLeaf } from './record.ts'
import { many, one, query, run } from './sql.ts'
import type { Inside, World } from './world.ts'

type Columns = {
  ids: string[]
  ats: number[]
  actors: string[]
  orgs: string[]
  requests: (string | null)[]
  acts: string[]
  objects: string[]
  befores: (string | null)[]
  afters: (string | null)[]
  facts: string[]
  commitments: string[]
  leaves: string[]
}
const insert = query<Columns>()`
  with made as (
    insert into world.record (id, at_ms, actor, org, request, act, object, before_digest, after_digest, facts, commitments, leaf)
    select id, at_ms, actor, org, request, act, object, before_digest, after_digest, facts::jsonb, commitments::jsonb,
           decode(leaf, 'hex')
      from unnest(${'ids'}::uuid[], ${'ats'}::bigint[], ${'actors'}::text[], ${'orgs'}::text[], ${'requests'}::text[],
             ${'acts'}::text[], ${'objects'}::text[], ${'befores'}::text[], ${'afters'}::text[], ${'facts'}::text[],
             ${'commitments'}::text[], ${'leaves'}::text[])
        as row (id, at_ms, actor, org, request, act, object, before_digest, after_digest, facts, commitments, leaf)
    returning id)
  insert into world.record_waiting (record) select id from made`

const insertSalts = query<{ records: string[]; names: string[]; subjects: string[]; salts: string[] }>()`
  insert into world.record_salt (record, name, subject, salt)
  select record, name, subject, decode(salt, 'hex')
    from unnest(${'records'}::uuid[], ${'names'}::text[], ${'subjects'}::text[], ${'salts'}::text[])
      as row (record, name, subject, salt)`

/** Writes the deeds of a transaction, all in one statement, just before it commits. */
export async function keepRecords(i: Inside): Promise<void> {
  const rows = i.book.deeds.map(({ row }) => row)
  await run(i, insert, {
    ids: rows.map((row) => row.id),
    ats: rows.map((row) => row.at),
    actors: rows.map((row) => row.actor),
    orgs: rows.map((row) => row.org),
    requests: rows.map((row) => row.request),
    acts: rows.map((row) => row.act),
    objects: rows.map((row) => row.object),
    befores: rows.map((row) => row.before),
    afters: rows.map((row) => row.after),
    facts: rows.map((row) => JSON.stringify(row.facts)),
    commitments: rows.map((row) => JSON.stringify(row.commitments)),
    leaves: rows.map((row) => recordLeaf(row).toString('hex')),
  })
  const salts = i.book.deeds.flatMap(({ row, salts: made }) => made.map((salt) => ({ ...salt, record: row.id })))
  if (salts.length === 0) return
  await run(i, insertSalts, {
    records: salts.map(({ record }) => record),
    names: salts.map(({ name }) => name),
    subjects: salts.map(({ subject }) => subject),
    salts: salts.map(({ salt }) => salt.toString('hex')),
  })
}

/** The columns of a record, as a query selects them. */
export type KeptColumns = {
  id: string
  at_ms: bigint
  actor: string
  org: string
  request: string | null
  act: string
  object: string
  before_digest: Digest | null
  after_digest: Digest | null
  facts: { [name: string]: Canonical }
  commitments: { [name: string]: Digest }
  leaf: string
}

// Taken by whoever numbers them, oldest first; another sequencer waits its turn instead of taking the same rows.
const take = query<{ most: number }, { record: string; leaf: string }>()`
  with oldest as (
    select record from world.record_waiting order by record limit ${'most'} for update skip locked),
  taken as (delete from world.record_waiting w using oldest where w.record = oldest.record returning w.record)
  select taken.record, encode(r.leaf, 'hex') as leaf
    from taken join world.record r on r.id = taken.record order by taken.record`

const named = query<{ ids: string[] }, KeptColumns>()`
  select id, at_ms, actor, org, request, act, object, before_digest, after_digest, facts, commitments,
         encode(leaf, 'hex') as leaf
    from world.record where id = any(${'ids'}::uuid[]) order by id limit 10000`

const saltsNamed = query<{ record: string }, { name: string; salt: Buffer }>()`
  select name, salt from world.record_salt where record = ${'record'}::uuid order by name limit 100`

const erase = query<{ subject: string }>()`delete from world.record_salt where subject = ${'subject'}`

const waiting = query<Record<never, never>, { waiting: bigint; oldest: bigint | null }>()`
  select count(*) as waiting, min(r.at_ms) as oldest
    from world.record_waiting w join world.record r on r.id = w.record`

/** Takes up to `most` records that have no number yet, with the leaf kept for each, oldest first. */
export const takeWaiting = (i: Inside, most: number): Promise<{ record: string; leaf: string }[]> =>
  many(i, take, { most })

/** How many records wait for their number, and since when. */
export async function waitingRecords(w: World): Promise<{ waiting: number; oldest: number | null }> {
  const row = await one(w, waiting, {})
  return { waiting: Number(row.waiting), oldest: row.oldest === null ? null : Number(row.oldest) }
}

/** Records by id, each with the leaf that was kept for it (hex). At most 10,000. */
export const recordsOf = async (w: World, ids: string[]): Promise<KeptRecord[]> =>
  (await many(w, named, { ids })).map(toKept)

/** A record as it was written, with the leaf that was kept for it (hex). */
export type KeptRecord = RecordRow & { leaf: string }

export const toKept = ({ at_ms, before_digest, after_digest, ...row }: KeptColumns): KeptRecord => ({
  ...row,
  at: Number(at_ms),
  before: before_digest,
  after: after_digest,
})

/** The salts of one record's commitments that have not been erased. */
export const saltsOf = (w: World, record: string): Promise<{ name: string; salt: Buffer }[]> =>
  many(w, saltsNamed, { record })

/** Erases every salt of a person: from now on no commitment about them can be opened, and the log stays whole. */
export const eraseSalts = (i: Inside, subject: string): Promise<number> => run(i, erase, { subject })

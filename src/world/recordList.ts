import type { RecordRow } from './book.ts'
import { type KeptColumns, type KeptRecord, toKept } from './records.ts'
import { many, query } from './sql.ts'
import type { World } from './world.ts'

type Filter = { object: string | null; actor: string | null; act: string | null }
type Asked = Filter & { before: string; most: number }

const newest = query<Asked, KeptColumns>()`
  select id, at_ms, actor, org, request, act, object, before_digest, after_digest, facts, commitments,
         encode(leaf, 'hex') as leaf
    from world.record
   where (${'object'}::text is null or object = ${'object'}) and (${'actor'}::text is null or actor = ${'actor'})
     and (${'act'}::text is null or act = ${'act'}) and id < ${'before'}::uuid
   order by id desc limit ${'most'}`

// Each arm walks its own index from its newest end, so that a page costs the same however long the log is.
const newestOf = query<Asked & { owner: string }, KeptColumns>()`
  with own as (
    (select id from world.record where org = ${'owner'} and org <> '' and id < ${'before'}::uuid
        and (${'object'}::text is null or object = ${'object'}) and (${'actor'}::text is null or actor = ${'actor'})
        and (${'act'}::text is null or act = ${'act'}) order by id desc limit ${'most'})
    union
    (select id from world.record where object = ${'owner'} and id < ${'before'}::uuid
        and (${'object'}::text is null or object = ${'object'}) and (${'actor'}::text is null or actor = ${'actor'})
        and (${'act'}::text is null or act = ${'act'}) order by id desc limit ${'most'})
    union
    (select id from world.record where coalesce(facts ->> 'merchant', facts ->> 'partner') = ${'owner'} and id < ${'before'}::uuid
        and (${'object'}::text is null or object = ${'object'}) and (${'actor'}::text is null or actor = ${'actor'})
        and (${'act'}::text is null or act = ${'act'}) order by id desc limit ${'most'}))
  select r.id, at_ms, actor, org, request, act, object, before_digest, after_digest, facts, commitments,
         encode(leaf, 'hex') as leaf
    from own join world.record r on r.id = own.id order by r.id desc limit ${'most'}`

const after = query<{ after: string; most: number }, { id: string; waits: boolean }>()`
  select r.id, w.record is not null as waits
    from world.record r left join world.record_waiting w on w.record = r.id
   where r.id > ${'after'}::uuid order by r.id limit ${'most'}`

const last = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
/** Before every record. */
export const firstRecord = '00000000-0000-0000-0000-000000000000'

/**
 * Records, newest first. With an `owner`, only those of that organisation: done by it, done to it, or naming it as their
 * merchant or partner.
 */
export async function recordsNewest(
  w: World,
  { owner, before, ...filter }: Filter & { owner: string | null; before: string | null },
  most: number,
): Promise<KeptRecord[]> {
  const asked = { ...filter, before: before ?? last, most }
  const rows = owner === null ? await many(w, newest, asked) : await many(w, newestOf, { ...asked, owner })
  return rows.map(toKept)
}

/** Whether an organisation may know a record by the rule of `recordsNewest`. */
export const isOfOwner = (row: RecordRow, owner: string): boolean =>
  row.org === owner || row.object === owner || (row.facts['merchant'] ?? row.facts['partner']) === owner

/** The ids of records after one, oldest first, and whether each still waits for its number. */
export const recordsAfter = (w: World, id: string, most: number): Promise<{ id: string; waits: boolean }[]> =>
  many(w, after, { after: id, most })

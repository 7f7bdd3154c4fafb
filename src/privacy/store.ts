import type { Id } from '../base/id.ts'
import type { Instant } from '../base/time.ts'
import { many, maybe, one, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { Plan } from './plan.ts'
import type { ClockName, PrivacyRequest, RequestKind, RequestState } from './request.ts'

type Row = {
  id: Id<'prq'>
  subject: string
  kind: RequestKind
  clock: ClockName
  state: RequestState
  words: string | null
  answer: string | null
  outcome: Plan | null
  handler: string | null
  opened_at_ms: bigint
  taken_at_ms: bigint | null
  due_at_ms: bigint
  extended: boolean
  overdue_at_ms: bigint | null
  closed_at_ms: bigint | null
}

const insert = query<Pick<PrivacyRequest, 'id' | 'subject' | 'kind' | 'clock' | 'words' | 'openedAt' | 'dueAt'>>()`
  insert into privacy.request (id, subject, kind, clock, state, words, opened_at_ms, due_at_ms)
  values (${'id'}, ${'subject'}, ${'kind'}, ${'clock'}, 'received', ${'words'}, ${'openedAt'}, ${'dueAt'})`

const update = query<
  Pick<
    PrivacyRequest,
    'id' | 'state' | 'answer' | 'handler' | 'takenAt' | 'dueAt' | 'isExtended' | 'overdueAt' | 'closedAt'
  > & { outcome: object | null }
>()`
  update privacy.request
     set state = ${'state'}, answer = ${'answer'}, outcome = ${'outcome'}::jsonb, handler = ${'handler'},
         taken_at_ms = ${'takenAt'}, due_at_ms = ${'dueAt'}, extended = ${'isExtended'}, overdue_at_ms = ${'overdueAt'},
         closed_at_ms = ${'closedAt'}
   where id = ${'id'}`

const byId = query<{ id: string }, Row>()`
  select id, subject, kind, clock, state, words, answer, outcome, handler, opened_at_ms, taken_at_ms, due_at_ms, extended,
         overdue_at_ms, closed_at_ms
    from privacy.request where id = ${'id'}`

const locked = query<{ id: string }, Row>()`
  select id, subject, kind, clock, state, words, answer, outcome, handler, opened_at_ms, taken_at_ms, due_at_ms, extended,
         overdue_at_ms, closed_at_ms
    from privacy.request where id = ${'id'} for update`

const ofSubject = query<{ subject: string; most: number }, Row>()`
  select id, subject, kind, clock, state, words, answer, outcome, handler, opened_at_ms, taken_at_ms, due_at_ms, extended,
         overdue_at_ms, closed_at_ms
    from privacy.request where subject = ${'subject'} order by id desc limit ${'most'}`

const oneAtATime = query<{ subject: string }, { taken: string }>()`
  select pg_advisory_xact_lock(hashtextextended(${'subject'}::text, 4703))::text as taken`

const openOf = query<{ subject: string; kind: string }, { id: string }>()`
  select id from privacy.request where subject = ${'subject'} and kind = ${'kind'} and closed_at_ms is null limit 1`

const byDue = query<
  {
    state: string | null
    kind: string | null
    isOpen: boolean | null
    afterDue: number
    afterId: string
    most: number
  },
  Row
>()`
  select id, subject, kind, clock, state, words, answer, outcome, handler, opened_at_ms, taken_at_ms, due_at_ms, extended,
         overdue_at_ms, closed_at_ms
    from privacy.request
   where (${'state'}::text is null or state = ${'state'}) and (${'kind'}::text is null or kind = ${'kind'})
     and (${'isOpen'}::boolean is null or (closed_at_ms is null) = ${'isOpen'})
     and (due_at_ms, id) > (${'afterDue'}::bigint, ${'afterId'}::text)
   order by due_at_ms, id limit ${'most'}`

const counted = query<{ now: number; soon: number }, { open: bigint; soon: bigint; overdue: bigint }>()`
  select count(*) as open, count(*) filter (where due_at_ms > ${'now'} and due_at_ms <= ${'soon'}) as soon,
         count(*) filter (where due_at_ms <= ${'now'}) as overdue
    from privacy.request where closed_at_ms is null`

const wordsPast = query<
  { before: number; most: number; held: string[] },
  { object: string; subject: string; at_ms: bigint }
>()`
  select id as object, subject, closed_at_ms as at_ms from privacy.request
   where (words is not null or answer is not null) and closed_at_ms < ${'before'}
     and not id = any(${'held'}::text[]) and not subject = any(${'held'}::text[])
   order by closed_at_ms, id limit ${'most'}`

const dropWords = query<{ ids: string[] }>()`
  update privacy.request set words = null, answer = null where id = any(${'ids'}::text[])`

export async function saveNewRequest(
  i: Inside,
  request: Pick<PrivacyRequest, 'id' | 'subject' | 'kind' | 'clock' | 'words' | 'openedAt' | 'dueAt'>,
): Promise<void> {
  await run(i, insert, request)
}

export async function saveRequest(i: Inside, request: PrivacyRequest): Promise<void> {
  await run(i, update, request)
}

export async function requestById(w: World | Inside, id: string): Promise<PrivacyRequest | null> {
  const row = await maybe(w, byId, { id })
  return row && toRequest(row)
}

export async function lockRequest(i: Inside, id: string): Promise<PrivacyRequest | null> {
  const row = await maybe(i, locked, { id })
  return row && toRequest(row)
}

/** What one person asked, newest first. */
export const requestsOf = async (w: World | Inside, subject: string, most = 50): Promise<PrivacyRequest[]> =>
  (await many(w, ofSubject, { subject, most })).map(toRequest)

/** The open request of this kind of a person, if there is one; whoever asks next waits for us. */
export async function openRequestOf(i: Inside, subject: string, kind: RequestKind): Promise<string | null> {
  await one(i, oneAtATime, { subject })
  return (await maybe(i, openOf, { subject, kind }))?.id ?? null
}

export type DeskFilter = { state?: string | undefined; kind?: string | undefined; isOpen?: boolean | undefined }

/** The desk, what is due first on top. */
export async function requestsByDue(
  w: World,
  { state, kind, isOpen }: DeskFilter,
  after: { due: Instant; id: string },
  most: number,
): Promise<PrivacyRequest[]> {
  const wanted = { state: state ?? null, kind: kind ?? null, isOpen: isOpen ?? null }
  return (await many(w, byDue, { ...wanted, afterDue: after.due, afterId: after.id, most })).map(toRequest)
}

/** How many are open, due before `soon`, and late. */
export async function requestCounts(w: World, soon: Instant): Promise<{ open: number; soon: number; overdue: number }> {
  const row = await one(w, counted, { now: w.now(), soon })
  return { open: Number(row.open), soon: Number(row.soon), overdue: Number(row.overdue) }
}

/** Closed requests whose words are still kept, closed before a moment. */
export async function wordsBefore(
  w: World | Inside,
  before: Instant,
  most: number,
  held: string[],
): Promise<{ object: string; subject: string | null; endedAt: Instant }[]> {
  const rows = await many(w, wordsPast, { before, most, held })
  return rows.map(({ object, subject, at_ms }) => ({ object, subject, endedAt: Number(at_ms) }))
}

export const removeWords = (i: Inside, ids: string[]): Promise<number> => run(i, dropWords, { ids })

const moment = (at: bigint | null): Instant | null => (at === null ? null : Number(at))

function toRequest(row: Row): PrivacyRequest {
  return {
    id: row.id,
    subject: row.subject,
    kind: row.kind,
    clock: row.clock,
    state: row.state,
    words: row.words,
    answer: row.answer,
    outcome: row.outcome,
    handler: row.handler,
    openedAt: Number(row.opened_at_ms),
    takenAt: moment(row.taken_at_ms),
    dueAt: Number(row.due_at_ms),
    isExtended: row.extended,
    overdueAt: moment(row.overdue_at_ms),
    closedAt: moment(row.closed_at_ms),
  }
}

import type { Currency } from '../base/currency.ts'
import type { Digest } from '../base/digest.ts'
import type { Id } from '../base/id.ts'
import { type Money, money } from '../base/money.ts'
import type { Day, Instant } from '../base/time.ts'
import type { BillRow } from '../wallets/wallet.ts'
import { many, maybe, one, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { Reconciliation, ReconciliationState } from './reconciliation.ts'

// The SQL on reconciled days, their files and rows; items are in storeItem.ts.

type Row = {
  id: Id<'rec'>
  partner: Id<'par'>
  wallet: string
  day: Day
  currency: Currency
  zone: string
  state: ReconciliationState
  run: number
  file_digest: Digest | null
  quarantined_digest: Digest | null
  quarantined_detail: string | null
  quarantined_line: number | null
  rows: number
  ours: bigint
  theirs: bigint
  fees_ours: bigint
  fees_theirs: bigint
  created_at_ms: bigint
  ran_at_ms: bigint | null
  closed_at_ms: bigint | null
}

const insert = query<{
  id: string
  partner: string
  wallet: string
  day: string
  currency: string
  zone: string
  at: number
}>()`
  insert into reconciliation.reconciliation (id, partner, wallet, day, currency, zone, state, created_at_ms)
  values (${'id'}, ${'partner'}, ${'wallet'}, ${'day'}, ${'currency'}, ${'zone'}, 'awaiting', ${'at'})
  on conflict (partner, day, currency) do nothing`

const locked = query<{ partner: string; day: string; currency: string }, Row>()`
  select * from reconciliation.reconciliation
   where partner = ${'partner'} and day = ${'day'} and currency = ${'currency'} for update`
const lockedById = query<
  { id: string },
  Row
>()`select * from reconciliation.reconciliation where id = ${'id'} for update`
const byId = query<{ id: string }, Row>()`select * from reconciliation.reconciliation where id = ${'id'}`

type PageAsk = {
  wallet: string | null
  from: string | null
  until: string | null
  shown: string | null
  beforeDay: string | null
  beforeId: string | null
  most: number
}
const page = query<PageAsk, Row>()`
  select r.* from reconciliation.reconciliation r
   where (${'wallet'}::text is null or r.wallet = ${'wallet'} or r.partner = ${'wallet'})
     and (${'from'}::text is null or r.day >= ${'from'}) and (${'until'}::text is null or r.day < ${'until'})
     and (${'beforeDay'}::text is null or (r.day, r.id) < (${'beforeDay'}, ${'beforeId'}))
     and (${'shown'}::text is null
       or (${'shown'} = 'awaiting' and r.state in ('awaiting', 'fetched', 'quarantined'))
       or (${'shown'} in ('balanced', 'differences') and r.state in ('matched', 'closed') and (${'shown'} = 'differences') = exists (
         select from reconciliation.item i where i.reconciliation = r.id and i.run = r.run and i.state = 'open')))
   order by r.day desc, r.id desc limit ${'most'}`

type Standing = {
  id: string
  state: string
  run: number
  digest: string | null
  badDigest: string | null
  badDetail: string | null
  badLine: number | null
  rows: number
  ours: bigint
  theirs: bigint
  feesOurs: bigint
  feesTheirs: bigint
  ranAt: number | null
  closedAt: number | null
}
const update = query<Standing>()`
  update reconciliation.reconciliation
     set state = ${'state'}, run = ${'run'}, file_digest = ${'digest'}, quarantined_digest = ${'badDigest'},
         quarantined_detail = ${'badDetail'}, quarantined_line = ${'badLine'}, rows = ${'rows'}, ours = ${'ours'},
         theirs = ${'theirs'}, fees_ours = ${'feesOurs'}, fees_theirs = ${'feesTheirs'}, ran_at_ms = ${'ranAt'},
         closed_at_ms = ${'closedAt'}
   where id = ${'id'}`

const countAsk = query<{ id: string }, { asked: number }>()`
  update reconciliation.reconciliation set asked = asked + 1 where id = ${'id'} returning asked`

type FileRow = {
  reconciliation: string
  digest: string
  outcome: string
  detail: string | null
  line: number | null
  bytes: Buffer
  at: number
}
const insertFile = query<FileRow>()`
  insert into reconciliation.file (reconciliation, digest, outcome, detail, line, bytes, fetched_at_ms)
  values (${'reconciliation'}, ${'digest'}, ${'outcome'}, ${'detail'}, ${'line'}, ${'bytes'}, ${'at'})
  on conflict do nothing`
const fileBytes = query<{ reconciliation: string; digest: string }, { bytes: Buffer }>()`
  select bytes from reconciliation.file where reconciliation = ${'reconciliation'} and digest = ${'digest'}`

const insertRows = query<{ reconciliation: string; digest: string; rows: string }>()`
  insert into reconciliation.row (reconciliation, digest, line, kind, wallet_no, order_no, request_no, subject, created_at_ms,
                                  completed_at_ms, store_no, amount, received, fee, text)
  select ${'reconciliation'}, ${'digest'}, line, kind, wallet_no, order_no, request_no, subject, created_at_ms, completed_at_ms,
         store_no, amount, received, fee, text
    from jsonb_to_recordset(${'rows'}::jsonb) as r (line integer, kind text, wallet_no text, order_no text, request_no text,
      subject text, created_at_ms bigint, completed_at_ms bigint, store_no text, amount bigint, received bigint, fee bigint, text text)`

type BillRowRow = {
  line: number
  kind: 'payment' | 'refund'
  wallet_no: string
  order_no: string
  request_no: string | null
  subject: string
  created_at_ms: bigint
  completed_at_ms: bigint
  store_no: string
  amount: bigint
  received: bigint
  fee: bigint
  text: string
}
const rows = query<{ reconciliation: string; digest: string; after: number; most: number }, BillRowRow>()`
  select line, kind, wallet_no, order_no, request_no, subject, created_at_ms, completed_at_ms, store_no, amount, received, fee, text
    from reconciliation.row
   where reconciliation = ${'reconciliation'} and digest = ${'digest'} and line > ${'after'} order by line limit ${'most'}`

const chunk = 2_000
export const rowsMost = 1_000_000

export type NewDay = { id: Id<'rec'>; partner: string; wallet: string; day: Day; currency: Currency; zone: string }

/** The reconciliation of a wallet's day, written when it is not there yet, locked until the transaction ends. */
export async function lockDay(i: Inside, ask: NewDay): Promise<Reconciliation> {
  await run(i, insert, { ...ask, at: i.now() })
  return toReconciliation(await one(i, locked, ask))
}

export async function lockReconciliation(i: Inside, id: string): Promise<Reconciliation | null> {
  const row = await maybe(i, lockedById, { id })
  return row && toReconciliation(row)
}

export async function reconciliationById(w: World | Inside, id: string): Promise<Reconciliation | null> {
  const row = await maybe(w, byId, { id })
  return row && toReconciliation(row)
}

/** Newest day first; `shown` filters by the state that the console shows. */
export async function reconciliationsPage(w: World, ask: PageAsk): Promise<Reconciliation[]> {
  return (await many(w, page, ask)).map(toReconciliation)
}

export async function keepReconciliation(i: Inside, kept: Reconciliation): Promise<void> {
  const { id, state, run: number, fileDigest, quarantined, ranAt, closedAt, totals } = kept
  await run(i, update, {
    id,
    state,
    run: number,
    ranAt,
    closedAt,
    digest: fileDigest,
    badDigest: quarantined?.digest ?? null,
    badDetail: quarantined?.detail ?? null,
    badLine: quarantined?.line ?? null,
    rows: totals.rows,
    ours: totals.ours.minor,
    theirs: totals.theirs.minor,
    feesOurs: totals.feesOurs.minor,
    feesTheirs: totals.feesTheirs.minor,
  })
}

/** How often a file of this day has been asked for, this time included. */
export async function countAsked(i: Inside, id: string): Promise<number> {
  return (await one(i, countAsk, { id })).asked
}

export type KeptFile = {
  digest: Digest
  outcome: 'ready' | 'damaged'
  detail: string | null
  line: number | null
  bytes: Buffer
  at: Instant
}

/** Keeps a file as it came. True when it is new to this day. */
export async function saveFile(i: Inside, reconciliation: string, file: KeptFile): Promise<boolean> {
  return (await run(i, insertFile, { ...file, reconciliation })) === 1
}

export async function fileOf(w: World | Inside, reconciliation: string, digest: Digest): Promise<Buffer | null> {
  return (await maybe(w, fileBytes, { reconciliation, digest }))?.bytes ?? null
}

export async function saveRows(
  i: Inside,
  reconciliation: string,
  digest: Digest,
  list: readonly BillRow[],
): Promise<void> {
  for (let from = 0; from < list.length; from += chunk) {
    const part = list.slice(from, from + chunk).map(fromBillRow)
    await run(i, insertRows, { reconciliation, digest, rows: JSON.stringify(part) })
  }
}

/** All rows of a trusted file, in its order. */
export async function rowsOf(w: World | Inside, { id, currency }: Reconciliation, digest: Digest): Promise<BillRow[]> {
  const list: BillRow[] = []
  for (let after = -1; list.length < rowsMost; ) {
    const part = await many(w, rows, { reconciliation: id, digest, after, most: chunk })
    list.push(...part.map((row) => toBillRow(row, currency)))
    const last = part.at(-1)
    if (!last || part.length < chunk) break
    after = last.line
  }
  return list
}

const fromBillRow = (row: BillRow) => ({
  line: row.line,
  kind: row.kind,
  wallet_no: row.walletNo,
  order_no: row.orderNo,
  request_no: row.requestNo,
  subject: row.subject,
  created_at_ms: row.createdAt,
  completed_at_ms: row.completedAt,
  store_no: row.storeNo,
  amount: String(row.amount.minor),
  received: String(row.received.minor),
  fee: String(row.fee.minor),
  text: row.text,
})

// The payer's name is in the file and nowhere else: matching has no need of it.
function toBillRow(row: BillRowRow, currency: Currency): BillRow {
  const of = (minor: bigint): Money => money(currency, minor)
  return {
    line: row.line,
    kind: row.kind,
    walletNo: row.wallet_no,
    orderNo: row.order_no,
    requestNo: row.request_no,
    subject: row.subject,
    createdAt: Number(row.created_at_ms),
    completedAt: Number(row.completed_at_ms),
    storeNo: row.store_no,
    payer: '',
    amount: of(row.amount),
    received: of(row.received),
    fee: of(row.fee),
    text: row.text,
  }
}

function toReconciliation(row: Row): Reconciliation {
  const of = (minor: bigint): Money => money(row.currency, minor)
  const { id, partner, wallet, day, currency, zone, state, run: number } = row
  const { quarantined_digest: digest, quarantined_detail: detail, quarantined_line: line } = row
  return {
    id,
    partner,
    wallet,
    day,
    currency,
    zone,
    state,
    run: number,
    fileDigest: row.file_digest,
    quarantined: digest === null ? null : { digest, detail: detail ?? '', line },
    createdAt: Number(row.created_at_ms),
    ranAt: row.ran_at_ms === null ? null : Number(row.ran_at_ms),
    closedAt: row.closed_at_ms === null ? null : Number(row.closed_at_ms),
    totals: {
      rows: row.rows,
      ours: of(row.ours),
      theirs: of(row.theirs),
      feesOurs: of(row.fees_ours),
      feesTheirs: of(row.fees_theirs),
    },
  }
}

import type { Currency } from '../base/currency.ts'
import type { Id } from '../base/id.ts'
import { type Money, money } from '../base/money.ts'
import type { Day, Instant } from '../base/time.ts'
import { many, maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { Item } from './item.ts'
import type { Finding, ItemState, MatchType } from './reconciliation.ts'

// The SQL on items: what each row and each line came to.

type Row = {
  id: Id<'rci'>
  reconciliation: Id<'rec'>
  run: number
  key: string
  type: MatchType
  finding: Finding | null
  late_days: number
  line: number | null
  clearing_line: Id<'clr'> | null
  object: string | null
  payment: string | null
  order_no: string
  request_no: string | null
  wallet_no: string | null
  at_ms: bigint
  ours: bigint | null
  theirs: bigint | null
  fee_ours: bigint | null
  fee_theirs: bigint | null
  difference: bigint
  path: string | null
  how: string | null
  zh: string
  en: string
  state: ItemState
  ended_at_ms: bigint | null
  ended_by: string | null
  note: string | null
  evidence: string | null
  currency: Currency
  day: Day
  place: number
}

const insert = query<{ reconciliation: string; run: number; items: string }>()`
  insert into reconciliation.item (id, reconciliation, run, key, place, type, finding, late_days, line, clearing_line, object, payment,
    order_no, request_no, wallet_no, at_ms, ours, theirs, fee_ours, fee_theirs, difference, path, how, zh, en, state, ended_at_ms)
  select id, ${'reconciliation'}, ${'run'}, key, place, type, finding, late_days, line, clearing_line, object, payment, order_no,
         request_no, wallet_no, at_ms, ours, theirs, fee_ours, fee_theirs, difference, path, how, zh, en, state, ended_at_ms
    from jsonb_to_recordset(${'items'}::jsonb) as i (id text, key text, place integer, type text, finding text, late_days integer,
      line integer, clearing_line text, object text, payment text, order_no text, request_no text, wallet_no text, at_ms bigint,
      ours bigint, theirs bigint, fee_ours bigint, fee_theirs bigint, difference bigint, path text, how text, zh text, en text,
      state text, ended_at_ms bigint)`

type PageAsk = {
  reconciliation: string
  run: number
  type: string | null
  state: string | null
  after: number
  most: number
}
const page = query<PageAsk, Row>()`
  select i.*, r.currency, r.day from reconciliation.item i join reconciliation.reconciliation r on r.id = i.reconciliation
   where i.reconciliation = ${'reconciliation'} and i.run = ${'run'} and (${'type'}::text is null or i.type = ${'type'})
     and (${'state'}::text is null or i.state = ${'state'}) and i.place > ${'after'}
   order by i.place limit ${'most'}`

const open = query<{ reconciliation: string; run: number }, Row>()`
  select i.*, r.currency, r.day from reconciliation.item i join reconciliation.reconciliation r on r.id = i.reconciliation
   where i.reconciliation = ${'reconciliation'} and i.run = ${'run'} and i.state = 'open' order by i.place limit 100000`

const openAbsent = query<{ partner: string; lines: string[]; except: string }, Row>()`
  select i.*, r.currency, r.day from reconciliation.item i join reconciliation.reconciliation r on r.id = i.reconciliation
   where r.partner = ${'partner'} and i.run = r.run and i.state = 'open' and i.type = 'missing-in-bill'
     and i.clearing_line = any(${'lines'}::text[]) and r.id <> ${'except'} order by i.id limit 100000`

const unheld = query<{ partner: string; orders: string[] }, Row>()`
  select i.*, r.currency, r.day from reconciliation.item i join reconciliation.reconciliation r on r.id = i.reconciliation
   where r.partner = ${'partner'} and i.run = r.run and i.state in ('open', 'settled') and i.type = 'missing-in-books'
     and i.order_no = any(${'orders'}::text[]) order by i.id limit 100000`

const lockedItem = query<{ id: string }, Row>()`
  select i.*, r.currency, r.day from reconciliation.item i join reconciliation.reconciliation r on r.id = i.reconciliation
   where i.id = ${'id'} for update of i`

// Lines that the file of another day has shown: a pair of any kind but missing.
const shown = query<{ partner: string; lines: string[]; except: string }, { clearing_line: string }>()`
  select distinct i.clearing_line from reconciliation.item i join reconciliation.reconciliation r on r.id = i.reconciliation
   where r.partner = ${'partner'} and i.run = r.run and i.line is not null and i.type <> 'duplicate'
     and i.clearing_line = any(${'lines'}::text[]) and r.id <> ${'except'}`

const end = query<{
  id: string
  state: string
  at: number
  by: string
  note: string
  evidence: string | null
  line: string | null
  object: string | null
  payment: string | null
}>()`
  update reconciliation.item
     set state = ${'state'}, ended_at_ms = ${'at'}, ended_by = ${'by'}, note = ${'note'}, evidence = ${'evidence'},
         clearing_line = coalesce(clearing_line, ${'line'}), object = coalesce(object, ${'object'}), payment = coalesce(payment, ${'payment'})
   where id = ${'id'} and state = 'open'`

type TypeSum = { type: MatchType; state: ItemState; count: number; amount: string }
const sums = query<{ reconciliation: string; run: number }, TypeSum>()`
  select type, state, count(*)::int as count, coalesce(sum(abs(case when type = 'matched' then theirs else difference end)), 0)::text as amount
    from reconciliation.item where reconciliation = ${'reconciliation'} and run = ${'run'} group by type, state order by type, state`

const ofOrders = query<
  { partner: string; orders: string[] },
  Row & { text: string | null; file_digest: string | null }
>()`
  select i.*, r.currency, r.day, r.file_digest, b.text from reconciliation.item i
    join reconciliation.reconciliation r on r.id = i.reconciliation and r.run = i.run
    left join reconciliation.row b on b.reconciliation = r.id and b.digest = r.file_digest and b.line = i.line
   where r.partner = ${'partner'} and i.order_no = any(${'orders'}::text[]) order by i.at_ms, i.id limit 1000`

const chunk = 2_000

export async function saveItems(
  i: Inside,
  reconciliation: string,
  number: number,
  items: readonly Item[],
): Promise<void> {
  for (let from = 0; from < items.length; from += chunk) {
    const part = items.slice(from, from + chunk).map((item, at) => fromItem(item, from + at))
    await run(i, insert, { reconciliation, run: number, items: JSON.stringify(part) })
  }
}

/** A page of a run's items, differences first, after a place. */
export async function itemsPage(w: World, ask: PageAsk): Promise<(Item & { place: number })[]> {
  return (await many(w, page, ask)).map((row) => ({ ...toItem(row), place: row.place }))
}

export async function openItems(w: World | Inside, reconciliation: string, number: number): Promise<Item[]> {
  return (await many(w, open, { reconciliation, run: number })).map(toItem)
}

/** Open items of other days that miss one of these lines. */
export async function openAbsentOf(
  i: Inside,
  partner: string,
  lines: readonly string[],
  except: string,
): Promise<Item[]> {
  return (await many(i, openAbsent, { partner, lines: [...lines], except })).map(toItem)
}

/** Rows of these orders that our books do not have, of any day, open or explained. */
export async function unheldOf(i: Inside, partner: string, orders: readonly string[]): Promise<Item[]> {
  return (await many(i, unheld, { partner, orders: [...orders] })).map(toItem)
}

/** Which of these lines the files of other days have shown. */
export async function shownInOthers(
  w: World | Inside,
  partner: string,
  lines: readonly string[],
  except: string,
): Promise<Set<string>> {
  const rows = await many(w, shown, { partner, lines: [...lines], except })
  return new Set(rows.map(({ clearing_line }) => clearing_line))
}

export async function lockItem(i: Inside, id: string): Promise<Item | null> {
  const row = await maybe(i, lockedItem, { id })
  return row && toItem(row)
}

/** Ends an open item, once; `found` is the line of ours that turned up for it. */
export async function endItem(
  i: Inside,
  id: string,
  ended: { state: 'settled' | 'resolved'; by: string; note: string; evidence: string | null },
  found: { id: string; object: string; payment: string | null } | null = null,
): Promise<boolean> {
  const { id: line = null, object = null, payment = null } = found ?? {}
  return (await run(i, end, { ...ended, id, at: i.now(), line, object, payment })) === 1
}

/** Count and size of a run's items by type and state. */
export async function sumsByType(
  w: World | Inside,
  reconciliation: string,
  number: number,
): Promise<(Omit<TypeSum, 'amount'> & { minor: bigint })[]> {
  const rows = await many(w, sums, { reconciliation, run: number })
  return rows.map(({ amount, ...same }) => ({ ...same, minor: BigInt(amount) }))
}

export async function itemsOfOrders(
  w: World | Inside,
  partner: string,
  orders: readonly string[],
): Promise<(Item & { text: string | null; file: string | null })[]> {
  const rows = await many(w, ofOrders, { partner, orders: [...orders] })
  return rows.map((row) => ({ ...toItem(row), text: row.text, file: row.file_digest }))
}

const digits = (amount: Money | null): string | null => (amount === null ? null : String(amount.minor))

const fromItem = (item: Item, place: number) => ({
  id: item.id,
  key: item.key,
  place,
  type: item.type,
  finding: item.finding,
  late_days: item.lateDays,
  line: item.line,
  clearing_line: item.clearingLine,
  object: item.object,
  payment: item.payment,
  order_no: item.orderNo,
  request_no: item.requestNo,
  wallet_no: item.walletNo,
  at_ms: item.at,
  ours: digits(item.ours),
  theirs: digits(item.theirs),
  fee_ours: digits(item.feeOurs),
  fee_theirs: digits(item.feeTheirs),
  difference: digits(item.difference),
  path: item.path,
  how: item.how,
  zh: item.sentence.zh,
  en: item.sentence.en,
  state: item.state,
  ended_at_ms: item.ended?.at ?? null,
})

function toItem(row: Row): Item {
  const of = (minor: bigint | null): Money | null => (minor === null ? null : money(row.currency, minor))
  const at: Instant | null = row.ended_at_ms === null ? null : Number(row.ended_at_ms)
  return {
    id: row.id,
    reconciliation: row.reconciliation,
    day: row.day,
    key: row.key,
    type: row.type,
    finding: row.finding,
    lateDays: row.late_days,
    line: row.line,
    clearingLine: row.clearing_line,
    object: row.object,
    payment: row.payment,
    orderNo: row.order_no,
    requestNo: row.request_no,
    walletNo: row.wallet_no,
    at: Number(row.at_ms),
    ours: of(row.ours),
    theirs: of(row.theirs),
    feeOurs: of(row.fee_ours),
    feeTheirs: of(row.fee_theirs),
    difference: money(row.currency, row.difference),
    path: row.path,
    how: row.how,
    sentence: { zh: row.zh, en: row.en },
    state: row.state,
    ended: at === null ? null : { at, by: row.ended_by ?? 'system', note: row.note ?? '', evidence: row.evidence },
  }
}

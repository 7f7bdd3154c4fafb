import type { Currency } from '../base/currency.ts'
import type { Digest } from '../base/digest.ts'
import type { Id } from '../base/id.ts'
import { type Money, money } from '../base/money.ts'
import type { Day, Instant } from '../base/time.ts'
import { record } from '../world/record.ts'
import { many, maybe, one, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import { merchantKey } from './plan.ts'
import type { PaidEvidence, Position, Settlement, SettlementState } from './settlement.ts'

// The SQL on settlements, their positions and their files. Lines are in store.ts. Private to the module, like it.

type SettlementRow = {
  id: Id<'stl'>
  partner: Id<'par'>
  wallet: string
  day: Day
  sequence: number
  state: SettlementState
  agreement: Id<'agr'>
  version: number
  version_digest: Digest
  currency: Currency
  net: 'net' | 'gross'
  zone: string
  closes_at_ms: bigint
  pays_on: Day
  opened_at_ms: bigint
  closed_at_ms: bigint | null
  lines: number
  carried_lines: number
  paid_at_ms: bigint | null
  paid_by: string | null
  paid_reference: string | null
  paid_note: string | null
}

const insert = query<Settlement>()`
  insert into settlement.settlement (id, partner, wallet, day, sequence, state, agreement, version, version_digest, currency, net,
                                     zone, closes_at_ms, pays_on, opened_at_ms)
  values (${'id'}, ${'partner'}, ${'wallet'}, ${'day'}, ${'sequence'}, 'open', ${'agreement'}, ${'version'}, ${'versionDigest'},
          ${'currency'}, ${'net'}, ${'zone'}, ${'closesAt'}, ${'paysOn'}, ${'openedAt'})`

const byId = query<{ id: string }, SettlementRow>()`select * from settlement.settlement where id = ${'id'}`
const byIdLocked = query<
  { id: string },
  SettlementRow
>()`select * from settlement.settlement where id = ${'id'} for update`
const byDay = query<{ partner: string; day: string }, SettlementRow>()`
  select * from settlement.settlement where partner = ${'partner'} and day = ${'day'}`

const page = query<SettlementPage, SettlementRow>()`
  select * from settlement.settlement
   where (${'wallet'}::text is null or wallet = ${'wallet'} or partner = ${'wallet'})
     and (${'state'}::text is null or state = ${'state'})
     and (${'from'}::text is null or day >= ${'from'}) and (${'until'}::text is null or day < ${'until'})
     and (${'beforeDay'}::text is null or (day, id) < (${'beforeDay'}, ${'beforeId'}))
   order by day desc, id desc limit ${'most'}`

const close = query<{
  id: string
  at: number
  lines: number
  carried: number
  version: number
  digest: string
  net: string
  zone: string
  closesAt: number
  paysOn: string
}>()`
  update settlement.settlement
     set state = 'closed', closed_at_ms = ${'at'}, lines = ${'lines'}, carried_lines = ${'carried'}, version = ${'version'},
         version_digest = ${'digest'}, net = ${'net'}, zone = ${'zone'}, closes_at_ms = ${'closesAt'}, pays_on = ${'paysOn'}
   where id = ${'id'} and state = 'open'`

const pay = query<PaidEvidence & { id: string }>()`
  update settlement.settlement
     set state = 'paid', paid_at_ms = ${'at'}, paid_by = ${'by'}, paid_reference = ${'reference'}, paid_note = ${'note'}
   where id = ${'id'} and state = 'closed'`

const openCalendar = query<{ partner: string }>()`
  insert into settlement.partner_calendar (partner) values (${'partner'}) on conflict do nothing`
const lockedCalendar = query<{ partner: string }, { last_sequence: number; last_closed_day: Day | null }>()`
  select last_sequence, last_closed_day from settlement.partner_calendar where partner = ${'partner'} for update`
const readCalendar = query<{ partner: string }, { last_sequence: number; last_closed_day: Day | null }>()`
  select last_sequence, last_closed_day from settlement.partner_calendar where partner = ${'partner'}`
const moveCalendar = query<{ partner: string; sequence: number; day: string | null }>()`
  update settlement.partner_calendar set last_sequence = ${'sequence'}, last_closed_day = ${'day'} where partner = ${'partner'}`

// One alarm a partner: a later one than the one already set is not needed.
const alarm = query<{ partner: string; at: number; now: number }>()`
  update settlement.partner_calendar set alarm_ms = ${'at'}
   where partner = ${'partner'} and (alarm_ms is null or alarm_ms <= ${'now'} or alarm_ms > ${'at'})`
const firstUnclosed = query<{ partner: string }, { day: Day | null }>()`
  select min(day) as day from settlement.settlement where partner = ${'partner'} and state = 'open'`

type PositionRow = { [Name in (typeof amounts)[number]]: bigint } & { [Name in (typeof counts)[number]]: number } & {
  settlement: string
  party: 'wallet' | 'merchant'
  counterparty: string
  currency: Currency
}
const amounts = [
  'payments',
  'refunds',
  'adjustments',
  'fee',
  'revenue_share',
  'brought_forward',
  'net',
  'carried_forward',
] as const
const counts = ['payments_count', 'refunds_count', 'adjustments_count'] as const

const insertPosition = query<PositionRow>()`
  insert into settlement.position
    (settlement, party, counterparty, currency, payments, payments_count, refunds, refunds_count, adjustments,
     adjustments_count, fee, revenue_share, brought_forward, net, carried_forward)
  values
    (${'settlement'}, ${'party'}, ${'counterparty'}, ${'currency'}, ${'payments'}, ${'payments_count'}, ${'refunds'},
     ${'refunds_count'}, ${'adjustments'}, ${'adjustments_count'}, ${'fee'}, ${'revenue_share'}, ${'brought_forward'},
     ${'net'}, ${'carried_forward'})`

const positions = query<{ settlements: string[]; party: string | null }, PositionRow>()`
  select settlement, party, counterparty, currency, payments, payments_count, refunds, refunds_count, adjustments,
         adjustments_count, fee, revenue_share, brought_forward, net, carried_forward
    from settlement.position
   where settlement = any(${'settlements'}::text[]) and (${'party'}::text is null or party = ${'party'})
   order by settlement, party desc, counterparty, currency limit 100000`

type Carried = { partner: string; merchant: string; currency: Currency; minor: bigint }
const carry = query<Carried>()`
  insert into settlement.carried (partner, merchant, currency, minor)
  values (${'partner'}, ${'merchant'}, ${'currency'}, ${'minor'})
  on conflict (partner, merchant, currency) do update set minor = excluded.minor`
const carryMore = query<Carried>()`
  insert into settlement.carried as c (partner, merchant, currency, minor)
  values (${'partner'}, ${'merchant'}, ${'currency'}, ${'minor'})
  on conflict (partner, merchant, currency) do update set minor = c.minor + excluded.minor`
const carriedOf = query<{ partner: string; merchants: string[] }, Omit<Carried, 'partner'>>()`
  select merchant, currency, minor from settlement.carried
   where partner = ${'partner'} and merchant = any(${'merchants'}::text[]) order by merchant, currency for update`

export type StoredFile = {
  name: string
  kind: 'items' | 'fees' | 'summary'
  currency: Currency
  part: number
  lines: number
  digest: Digest
}
const insertFile = query<StoredFile & { settlement: string }>()`
  insert into settlement.file (settlement, name, kind, currency, part, lines, digest)
  values (${'settlement'}, ${'name'}, ${'kind'}, ${'currency'}, ${'part'}, ${'lines'}, ${'digest'})`
const files = query<{ settlement: string }, StoredFile>()`
  select name, kind, currency, part, lines, digest from settlement.file
   where settlement = ${'settlement'} order by currency, kind, part limit 1000`

export type SettlementPage = {
  wallet: string | null
  state: string | null
  from: string | null
  until: string | null
  beforeDay: string | null
  beforeId: string | null
  most: number
}

/** Locks the partner's calendar: closing days of one partner is a queue. */
export async function lockCalendar(
  i: Inside,
  partner: string,
): Promise<{ lastSequence: number; lastClosedDay: Day | null }> {
  await run(i, openCalendar, { partner })
  const row = await one(i, lockedCalendar, { partner })
  return { lastSequence: row.last_sequence, lastClosedDay: row.last_closed_day }
}

/** The last day that was closed with a partner; null before the first. */
export async function lastClosedDay(w: World | Inside, partner: string): Promise<Day | null> {
  return (await maybe(w, readCalendar, { partner }))?.last_closed_day ?? null
}

export async function saveCalendar(i: Inside, partner: string, sequence: number, day: Day | null): Promise<void> {
  await run(i, moveCalendar, { partner, sequence, day })
}

export async function saveOpened(i: Inside, settlement: Settlement): Promise<void> {
  await run(i, insert, settlement)
  const { id, partner, wallet, day } = settlement
  record(i, { act: 'settlement.open', object: id, facts: { partner, wallet, day } })
}

/** True when the alarm was moved to `at` and a job has to be made for it. */
export async function moveAlarm(i: Inside, partner: string, at: Instant): Promise<boolean> {
  return (await run(i, alarm, { partner, at, now: i.now() })) === 1
}

/** The first day whose row is open; null when there is none. */
export async function earliestUnclosed(w: World | Inside, partner: string): Promise<Day | null> {
  return (await one(w, firstUnclosed, { partner })).day
}

/** True when this call closed it; false when it was closed before. */
export async function saveClosed(i: Inside, settlement: Settlement): Promise<boolean> {
  const {
    id,
    closedAt,
    lines,
    carriedLines: carried,
    version,
    versionDigest: digest,
    net,
    zone,
    closesAt,
    paysOn,
  } = settlement
  return (
    (await run(i, close, {
      id,
      at: closedAt ?? i.now(),
      lines,
      carried,
      version,
      digest,
      net,
      zone,
      closesAt,
      paysOn,
    })) === 1
  )
}

export async function savePaid(i: Inside, id: string, paid: PaidEvidence): Promise<boolean> {
  return (await run(i, pay, { ...paid, id })) === 1
}

export async function settlementById(w: World | Inside, id: string): Promise<Settlement | null> {
  const row = await maybe(w, byId, { id })
  return row && toSettlement(row)
}

export async function lockSettlement(i: Inside, id: string): Promise<Settlement | null> {
  const row = await maybe(i, byIdLocked, { id })
  return row && toSettlement(row)
}

export async function settlementOn(w: World | Inside, partner: string, day: Day): Promise<Settlement | null> {
  const row = await maybe(w, byDay, { partner, day })
  return row && toSettlement(row)
}

/** Newest day first. */
export async function settlementsPage(w: World, ask: SettlementPage): Promise<Settlement[]> {
  return (await many(w, page, ask)).map(toSettlement)
}

export async function savePosition(i: Inside, settlement: string, position: Position): Promise<void> {
  const { party, counterparty, currency, payments, refunds, adjustments } = position
  await run(i, insertPosition, {
    settlement,
    party,
    counterparty,
    currency,
    payments: payments.amount.minor,
    payments_count: payments.count,
    refunds: refunds.amount.minor,
    refunds_count: refunds.count,
    adjustments: adjustments.amount.minor,
    adjustments_count: adjustments.count,
    fee: position.fee.minor,
    revenue_share: position.revenueShare.minor,
    brought_forward: position.broughtForward.minor,
    net: position.net.minor,
    carried_forward: position.carriedForward.minor,
  })
}

/** Positions of settlements, the wallet's first. */
export async function positionsOf(
  w: World | Inside,
  settlements: readonly string[],
  party: 'wallet' | 'merchant' | null = null,
): Promise<(Position & { settlement: string })[]> {
  return (await many(w, positions, { settlements: [...settlements], party })).map(toPosition)
}

/** What these merchants carry, by `merchant currency`, locked until the transaction ends. */
export async function lockCarried(
  i: Inside,
  partner: string,
  merchants: readonly string[],
): Promise<Map<string, Money>> {
  const rows = await many(i, carriedOf, { partner, merchants: [...new Set(merchants)] })
  return new Map(rows.map((row) => [merchantKey(row), money(row.currency, row.minor)]))
}

export async function saveCarried(i: Inside, partner: string, merchant: string, amount: Money): Promise<void> {
  await run(i, carry, { partner, merchant, currency: amount.currency, minor: amount.minor })
}

/** Adds to what a merchant carries. */
export async function addCarried(i: Inside, partner: string, merchant: string, amount: Money): Promise<void> {
  await run(i, carryMore, { partner, merchant, currency: amount.currency, minor: amount.minor })
}

export async function saveFile(i: Inside, settlement: string, file: StoredFile): Promise<void> {
  await run(i, insertFile, { ...file, settlement })
}

export async function filesOf(w: World | Inside, settlement: string): Promise<StoredFile[]> {
  return await many(w, files, { settlement })
}

function toSettlement(row: SettlementRow): Settlement {
  const { id, partner, wallet, day, sequence, state, agreement, version, currency, net, zone, lines } = row
  const { paid_at_ms: at, paid_by: by, paid_reference: reference, paid_note: note } = row
  return {
    id,
    partner,
    wallet,
    day,
    sequence,
    state,
    agreement,
    version,
    currency,
    net,
    zone,
    lines,
    versionDigest: row.version_digest,
    closesAt: Number(row.closes_at_ms),
    paysOn: row.pays_on,
    openedAt: Number(row.opened_at_ms),
    closedAt: row.closed_at_ms === null ? null : Number(row.closed_at_ms),
    carriedLines: row.carried_lines,
    paid: at === null ? null : { at: Number(at), by: by ?? '', reference: reference ?? '', note: note ?? '' },
  }
}

function toPosition(row: PositionRow): Position & { settlement: string } {
  const of = (minor: bigint): Money => money(row.currency, minor)
  const { settlement, party, counterparty, currency } = row
  return {
    settlement,
    party,
    counterparty,
    currency,
    payments: { amount: of(row.payments), count: row.payments_count },
    refunds: { amount: of(row.refunds), count: row.refunds_count },
    adjustments: { amount: of(row.adjustments), count: row.adjustments_count },
    fee: of(row.fee),
    revenueShare: of(row.revenue_share),
    broughtForward: of(row.brought_forward),
    net: of(row.net),
    carriedForward: of(row.carried_forward),
  }
}

import { present } from '../base/assert.ts'
import { money } from '../base/money.ts'
import { dayMs, startOfDay } from '../base/time.ts'
import { approvalBriefJson, approvalsWaiting } from '../identity/approvalView.ts'
import { settlementOfDay } from '../settlement/find.ts'
import { partnerNamed } from '../settlement/names.ts'
import { bothTexts, dayJson, digestJson, moneyJson, timeJson } from '../world/money-json.ts'
import { type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { governing } from './compareDay.ts'
import type { Item } from './item.ts'
import { matchTypes, type Reconciliation, shownState } from './reconciliation.ts'
import { sumsByType } from './storeItem.ts'

// What the API says of reconciliations.

export const shownStates = z.enum(['awaiting', 'balanced', 'differences'])
export const types = z.enum(matchTypes)
const named = z.strictObject({ id: z.string(), name: bothTexts })

const row = {
  id: z.string(),
  wallet: named,
  day: dayJson,
  state: shownStates,
  file: z.string().nullable(),
  rows: z.int(),
  matched: z.int(),
  differences: z.int().meta({ description: 'Differences nobody has explained' }),
  difference: moneyJson.meta({ description: 'Sum of the sizes of the open differences' }),
  ranAt: timeJson.nullable(),
  quarantined: z
    .strictObject({ detail: z.string(), line: z.int().nullable(), digest: digestJson })
    .nullable()
    .meta({ description: 'Why the last file was set aside; no row of it counts' }),
}
export const reconciliationRowJson = z.strictObject(row).meta({ id: 'ReconciliationRow' })

export const reconciliationJson = z
  .strictObject({
    ...row,
    settlement: z.string().nullable(),
    version: z.strictObject({ agreement: z.string(), version: z.int(), digest: digestJson }),
    types: z.array(z.strictObject({ type: types, count: z.int(), amount: moneyJson })),
    totals: z.strictObject({ ours: moneyJson, theirs: moneyJson, feesOurs: moneyJson, feesTheirs: moneyJson }),
    fileDigest: digestJson.nullable(),
    approvals: z.array(approvalBriefJson).meta({ description: 'Write-offs of this day that wait for other people' }),
    may: z.array(z.enum(['run', 'resolve'])),
  })
  .meta({ id: 'Reconciliation' })

export const itemJson = z
  .strictObject({
    id: z.string(),
    type: types,
    payment: z.string().nullable(),
    order: z.string(),
    walletNo: z.string().nullable(),
    line: z.int().nullable(),
    at: timeJson,
    ours: moneyJson.nullable(),
    theirs: moneyJson.nullable(),
    feeOurs: moneyJson.nullable(),
    feeTheirs: moneyJson.nullable(),
    difference: moneyJson,
    path: z.string().nullable(),
    how: z.string().nullable(),
    sentence: bothTexts,
    finding: z
      .enum(['rate', 'tier', 'rounding', 'unknown-fee', 'wrong-version', 'ours'])
      .nullable()
      .meta({ description: 'What is behind a fee that differs' }),
    state: z.enum(['open', 'settled', 'resolved']),
    ageDays: z.int().meta({ description: 'Days since the end of the day it belongs to; 0 when it has ended' }),
    lateDays: z.int().meta({ description: 'Days by which the wallet listed it later than we booked it' }),
    approval: z.string().nullable().meta({ description: 'The approval its write-off waits for' }),
    ended: z
      .strictObject({ at: timeJson, by: z.string(), note: z.string(), evidence: z.string().nullable() })
      .nullable(),
  })
  .meta({ id: 'ReconciliationItem' })

type Row = z.output<typeof reconciliationRowJson>
type Sums = Awaited<ReturnType<typeof sumsByType>>

export async function toRows(w: World, days: readonly Reconciliation[]): Promise<Row[]> {
  const rows: Row[] = []
  for (const day of days) rows.push(await toRow(w, day, await sumsByType(w, day.id, day.run)))
  return rows
}

/** A day as one caller may see it. */
export async function toView(w: World, day: Reconciliation, who: Who): Promise<z.output<typeof reconciliationJson>> {
  const sums = await sumsByType(w, day.id, day.run)
  const version = present(await governing(w, day), 'a reconciled day was governed by an agreement')
  const settlement = await settlementOfDay(w, day.partner, day.day)
  const { ours, theirs, feesOurs, feesTheirs } = day.totals
  const mayRun = who.permissions.has('reconciliations.run')
  const open = sums.some(({ state }) => state === 'open')
  return {
    ...(await toRow(w, day, sums)),
    settlement: settlement?.id ?? null,
    version: { agreement: version.agreement, version: version.number, digest: version.root },
    types: matchTypes.map((type) => {
      const of = sums.filter((one) => one.type === type)
      const amount = money(
        day.currency,
        of.reduce((all, { minor }) => all + minor, 0n),
      )
      return { type, count: of.reduce((all, { count }) => all + count, 0), amount }
    }),
    totals: { ours, theirs, feesOurs, feesTheirs },
    fileDigest: day.fileDigest,
    approvals: await approvalsWaiting(w, who, day.id),
    may: mayRun ? (open ? ['run', 'resolve'] : ['run']) : [],
  }
}

export function toItemView(
  w: World,
  { zone }: Reconciliation,
  item: Item,
): Omit<z.output<typeof itemJson>, 'approval'> {
  const {
    id,
    type,
    payment,
    orderNo: order,
    walletNo,
    line,
    at,
    ours,
    theirs,
    feeOurs,
    feeTheirs,
    difference,
    path,
    how,
  } = item
  const { sentence, finding, state, lateDays, ended } = item
  const age = Math.floor((w.now() - startOfDay(item.day, zone, 1_440)) / dayMs)
  return {
    id,
    type,
    payment,
    order,
    walletNo,
    line,
    at,
    ours,
    theirs,
    feeOurs,
    feeTheirs,
    difference,
    path,
    how,
    sentence,
    finding,
    state,
    lateDays,
    ended,
    ageDays: state === 'open' ? Math.max(age, 0) : 0,
  }
}

async function toRow(w: World, day: Reconciliation, sums: Sums): Promise<Row> {
  const open = sums.filter(({ state }) => state === 'open')
  const differences = open.reduce((all, { count }) => all + count, 0)
  const { id, currency, totals, ranAt, quarantined } = day
  const shown = shownState(day, differences)
  return {
    id,
    wallet: { id: day.wallet, name: (await partnerNamed(w, day.partner)).name },
    day: day.day,
    state: shown === 'quarantined' ? 'awaiting' : shown,
    file: day.fileDigest === null ? null : `${day.wallet}-${day.day}.zip`,
    rows: totals.rows,
    matched: sums.filter(({ type }) => type === 'matched').reduce((all, { count }) => all + count, 0),
    differences,
    difference: money(
      currency,
      open.reduce((all, { minor }) => all + minor, 0n),
    ),
    ranAt,
    quarantined,
  }
}

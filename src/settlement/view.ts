import { add, type Money, negate, sum, zero } from '../base/money.ts'
import { movesFrom } from '../base/moves.ts'
import { approvalBriefJson, approvalsWaiting } from '../identity/approvalView.ts'
import { bothTexts, dayJson, digestJson, moneyJson, timeJson } from '../world/money-json.ts'
import { type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { type Item, itemKinds, type Side } from './item.ts'
import { institutionNamed, merchantsNamed, type Named, partnerNamed } from './names.ts'
import { merchantPositions, walletPositions } from './plan.ts'
import { type Position, type Settlement, settlementMoves } from './settlement.ts'
import type { Statement } from './statement.ts'
import { sumsOpen } from './store.ts'
import { positionsOf } from './storeSettlement.ts'

// What the API says of settlements.

export const named = z.strictObject({ id: z.string(), name: bothTexts })
export const lineKinds = z.enum(itemKinds as ['capture', ...typeof itemKinds])
export const settlementStates = z.enum(['open', 'closed', 'paid'])
const versionRef = z.strictObject({ agreement: z.string(), version: z.int(), digest: digestJson })

const row = {
  id: z.string(),
  wallet: named,
  day: dayJson,
  state: settlementStates,
  closesAt: timeJson,
  closedAt: timeJson.nullable(),
  paysOn: dayJson,
  payments: z.int(),
  refunds: z.int(),
  gross: moneyJson.meta({ description: 'What payers paid' }),
  net: moneyJson.meta({ description: 'What the wallet pays us; negative: we pay it' }),
  version: versionRef,
}
export const settlementRowJson = z.strictObject(row).meta({ id: 'SettlementRow' })

export const settlementJson = z
  .strictObject({
    ...row,
    sequence: z.int().meta({ description: 'Number of the settlement with this partner, without a gap' }),
    carriedLines: z
      .int()
      .meta({ description: 'Lines that wait for the next day because the sum stayed under the minimum' }),
    paid: z.strictObject({ at: timeJson, by: z.string(), reference: z.string(), note: z.string() }).nullable(),
    nets: z
      .array(
        z.strictObject({
          side: z.enum(['wallet', 'merchant', 'institution']),
          party: named,
          gross: moneyJson,
          refunds: moneyJson,
          fees: moneyJson,
          share: moneyJson,
          net: moneyJson,
        }),
      )
      .meta({
        description: 'One row a counterparty, signed as the institution receives; their sum is its result of the day',
      }),
    approval: approvalBriefJson.nullable().meta({ description: 'The confirmation that waits for other people' }),
    may: z.array(z.enum(['close', 'confirm-paid'])),
  })
  .meta({ id: 'Settlement' })

export const settlementLineJson = z
  .strictObject({
    id: z.string(),
    at: timeJson,
    payment: z.string(),
    order: z.string(),
    kind: lineKinds,
    payer: named,
    payee: named,
    amount: moneyJson,
    path: z.string().nullable(),
    how: z.string().nullable(),
  })
  .meta({ id: 'SettlementLine' })

export const statementJson = z
  .strictObject({
    side: z.string(),
    party: named,
    day: dayJson,
    rows: z.array(z.strictObject({ kind: lineKinds, count: z.int(), receives: moneyJson, pays: moneyJson })),
    receives: moneyJson,
    pays: moneyJson,
    net: moneyJson,
    digest: digestJson.meta({ description: 'Digest of the lines with the counterparty: both sides compute the same' }),
  })
  .meta({ id: 'SettlementStatement' })

export const fileJson = z
  .strictObject({
    name: z.string(),
    kind: z.enum(['items', 'fees', 'summary']),
    currency: z.string(),
    part: z.int(),
    lines: z.int(),
    digest: digestJson,
  })
  .meta({ id: 'SettlementFile' })

type Row = z.output<typeof settlementRowJson>

/** Settlements as rows of a list; an open one with what it has collected so far. */
export async function toRows(w: World, settlements: readonly Settlement[]): Promise<Row[]> {
  const closed = await positionsOf(
    w,
    settlements.filter(({ state }) => state !== 'open').map(({ id }) => id),
    'wallet',
  )
  const rows: Row[] = []
  for (const settlement of settlements) {
    const positions =
      settlement.state === 'open'
        ? walletPositions(settlement.partner, await sumsOpen(w, settlement.partner, settlement.day))
        : closed.filter((position) => position.settlement === settlement.id)
    rows.push(await toRow(w, settlement, positions))
  }
  return rows
}

/** A settlement as one caller may see it: a partner does not see what merchants earn. */
export async function toView(w: World, settlement: Settlement, who: Who): Promise<z.output<typeof settlementJson>> {
  const positions = await positionsNow(w, settlement)
  const seen = isPartner(who) ? positions.filter(({ party }) => party === 'wallet') : positions
  const names = await merchantsNamed(
    w,
    seen.filter(({ party }) => party === 'merchant').map(({ counterparty }) => counterparty),
  )
  const wallet = await walletNamed(w, settlement)
  return {
    ...(await toRow(w, settlement, positions)),
    sequence: settlement.sequence,
    carriedLines: settlement.carriedLines,
    paid: settlement.paid,
    nets: seen
      .filter(({ currency }) => currency === settlement.currency)
      .map((position) => ({
        side: position.party,
        party: position.party === 'wallet' ? wallet : (names.get(position.counterparty) ?? wallet),
        ...asInstitution(position),
      })),
    approval: (await approvalsWaiting(w, who, settlement.id))[0] ?? null,
    may: maysOf(w, settlement, who),
  }
}

/** An amount of a line with the names of who pays and who receives. */
export function toLineView(
  item: Item,
  {
    wallet,
    merchants,
    payments,
  }: { wallet: Named; merchants: ReadonlyMap<string, Named>; payments: ReadonlyMap<string, string> },
): z.output<typeof settlementLineJson> {
  const { id, line, kind, payer, payee, amount, path, how } = item
  const merchant = merchants.get(line.merchant) ?? { id: line.merchant, name: { zh: line.merchant, en: line.merchant } }
  const names = { institution: institutionNamed, wallet, merchant }
  const payment = line.kind === 'payment' ? line.object : (payments.get(line.orderNo) ?? line.object)
  return {
    id,
    at: line.at,
    payment,
    order: line.orderNo,
    kind,
    payer: names[payer],
    payee: names[payee],
    amount,
    path,
    how,
  }
}

export async function toStatementView(
  w: World,
  settlement: Settlement,
  { side, ...said }: Statement,
): Promise<z.output<typeof statementJson>> {
  return { side, party: await partyOf(w, settlement, side), day: settlement.day, ...said }
}

export const walletNamed = async (w: World, { partner, wallet }: Settlement): Promise<Named> => ({
  id: wallet,
  name: (await partnerNamed(w, partner)).name,
})

// Whoever is neither the institution nor its auditor is treated as a partner, and so sees what is its own: for others that is nothing.
export const isPartner = (who: Who): boolean => who.orgKind !== 'institution' && who.orgKind !== 'auditor'

async function partyOf(w: World, settlement: Settlement, side: Side): Promise<Named> {
  if (side === 'institution') return institutionNamed
  if (side === 'wallet') return await walletNamed(w, settlement)
  const id = side.slice('merchant:'.length)
  return (await merchantsNamed(w, [id])).get(id) ?? institutionNamed
}

async function positionsNow(w: World, settlement: Settlement): Promise<Position[]> {
  if (settlement.state !== 'open') return await positionsOf(w, [settlement.id])
  const sums = await sumsOpen(w, settlement.partner, settlement.day)
  return [...walletPositions(settlement.partner, sums), ...merchantPositions(sums)]
}

async function toRow(w: World, settlement: Settlement, positions: readonly Position[]): Promise<Row> {
  const { id, day, state, closesAt, closedAt, paysOn, currency, agreement, version, versionDigest: digest } = settlement
  const wallet = positions.find((position) => position.party === 'wallet' && position.currency === currency)
  const none = zero(currency)
  return {
    id,
    day,
    state,
    closesAt,
    closedAt,
    paysOn,
    wallet: await walletNamed(w, settlement),
    payments: wallet?.payments.count ?? 0,
    refunds: wallet?.refunds.count ?? 0,
    gross: wallet?.payments.amount ?? none,
    net: wallet?.net ?? none,
    version: { agreement, version, digest },
  }
}

// Signed as the institution receives: a merchant's share of the day is what leaves us.
function asInstitution({ party, currency, payments, refunds, adjustments, fee, revenueShare }: Position) {
  const turn = (amount: Money): Money => (party === 'wallet' ? amount : negate(amount))
  const gross = turn(add(payments.amount, adjustments.amount))
  const fees = turn(negate(fee))
  const share = negate(revenueShare)
  return {
    gross,
    refunds: turn(refunds.amount),
    fees,
    share,
    net: sum(currency, [gross, turn(refunds.amount), fees, share]),
  }
}

function maysOf(w: World, settlement: Settlement, who: Who): ('close' | 'confirm-paid')[] {
  if (!who.permissions.has('settlements.close')) return []
  const moves = movesFrom(settlementMoves, settlement.state)
  return moves.flatMap((move) => {
    if (move === 'close') return w.now() >= settlement.closesAt ? ['close' as const] : []
    return ['confirm-paid' as const]
  })
}

import { settlementDay } from '../agreements/settlementDay.ts'
import type { Party, Terms } from '../agreements/terms.ts'
import { zero } from '../base/money.ts'
import type { Payment, Refund } from '../payments/payment.ts'
import { billFile } from '../reconciliation/billFile.ts'
import { billItemsOf } from '../reconciliation/find.ts'
import { settlementOf, settlementOfDay } from '../settlement/find.ts'
import { itemsOf } from '../settlement/item.ts'
import { linesOfObjects } from '../settlement/lines.ts'
import { billColumns } from '../wallets/billRow.ts'
import type { World } from '../world/world.ts'
import type { Named, NamesOf } from './names.ts'
import type { TraceBillRow, TraceEntry, TraceLine } from './traceJson.ts'

/** The settlement lines of a payment and its refunds, each with the entries it settles. */
export async function linesOfPayment(
  w: World,
  payment: Payment,
  refunds: readonly Refund[],
  { terms, entries, names }: { terms: Terms; entries: readonly TraceEntry[]; names: NamesOf },
): Promise<TraceLine[]> {
  const parties: Record<Party, Named> = {
    institution: await names.owner('institution'),
    wallet: await names.owner(payment.partner ?? ''),
    merchant: await names.owner(payment.merchant),
  }
  const lines: TraceLine[] = []
  for (const cleared of await linesOfObjects(w, [payment.id, ...refunds.map(({ id }) => id)])) {
    const settlement = cleared.settlement
      ? await settlementOf(w, cleared.settlement)
      : await settlementOfDay(w, cleared.partner, cleared.settlementDay)
    for (const item of itemsOf(cleared)) {
      const settled = entries.filter(({ object, why, path, kind }) => {
        if (object !== cleared.object || why !== item.kind || kind === 'hold' || kind === 'void') return false
        return item.path === null || path === item.path
      })
      lines.push({
        id: item.id,
        settlement: settlement?.id ?? null,
        day: settlement?.day ?? cleared.settlementDay,
        state: settlement?.state ?? 'open',
        paysOn: settlement?.paysOn ?? settlementDay(terms, cleared.at).paysOn,
        kind: item.kind,
        payer: parties[item.payer],
        payee: parties[item.payee],
        amount: item.amount,
        path: item.path ?? settled[0]?.path ?? null,
        entries: settled.map(({ id }) => id),
      })
    }
  }
  return lines
}

// A file is opened only for the names of its columns; a larger one shows its row with numbered columns.
const fileBytesMost = 4_000_000

/** The rows of the wallet's files about a payment, with the settlement lines each confirms. */
export async function billRowsOfPayment(
  w: World,
  payment: Payment,
  orders: readonly string[],
  lines: readonly TraceLine[],
): Promise<TraceBillRow[]> {
  if (payment.partner === null || payment.wallet === null) return []
  const rows: TraceBillRow[] = []
  for (const item of await billItemsOf(w, payment.partner, orders)) {
    if (item.line === null || item.text === null) continue
    const file = item.file === null ? null : await billFile(w, item.reconciliation, item.file)
    const confirmed = lines.filter(
      ({ id, kind }) => item.clearingLine !== null && id.startsWith(`${item.clearingLine}:`) && shownInFile.has(kind),
    )
    rows.push({
      reconciliation: item.reconciliation,
      day: item.day,
      file: `${payment.wallet}-${item.day}.zip`,
      line: item.line,
      match: item.type,
      columns: billColumns(payment.wallet, file !== null && file.length <= fileBytesMost ? file : null, item.text),
      amount: item.theirs ?? zero(payment.amount.currency),
      fee: item.feeTheirs,
      feeExpected: item.feeOurs,
      path: item.path,
      lines: confirmed.map(({ id }) => id),
    })
  }
  return rows
}

// The wallet's file knows what it collected and its own fee; what merchants pay us and the share are between others.
const shownInFile: ReadonlySet<TraceLine['kind']> = new Set(['capture', 'refund', 'wallet-fee', 'adjustment'])

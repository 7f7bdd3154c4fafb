import type { Currency } from '../base/currency.ts'
import type { Inside, World } from '../world/world.ts'
import type { ClearingLine } from './clearing.ts'
import {
  feeRows,
  feesHeading,
  itemRow,
  itemsHeading,
  type SettlementFile,
  settlementFile,
  summaryHeading,
  summaryRows,
} from './files.ts'
import { eachLine } from './lines.ts'
import type { Position, Settlement } from './settlement.ts'

const rowsPerFile = 50_000

/**
 * The files of a closed day for the wallet: transaction items and fee items in parts of at most 50,000 rows, and a summary, one set
 * a currency. The settlement currency has its set also when nothing happened. The same lines give the same bytes.
 */
export async function walletFiles(
  w: World | Inside,
  settlement: Settlement,
  positions: readonly Position[],
): Promise<SettlementFile[]> {
  const wallets = positions.filter(({ party }) => party === 'wallet')
  const currencies = [...new Set([settlement.currency, ...wallets.map(({ currency }) => currency)])].sort()
  const files: SettlementFile[] = []
  for (const currency of currencies) {
    const wallet = wallets.find((position) => position.currency === currency) ?? null
    files.push(...(await parts(w, settlement, currency, 'items', itemsHeading, (line) => [itemRow(settlement, line)])))
    files.push(...(await parts(w, settlement, currency, 'fees', feesHeading, (line) => feeRows(settlement, line))))
    const rows = summaryRows(settlement, currency, wallet)
    files.push(settlementFile(settlement, { kind: 'summary', currency, part: 0, heading: summaryHeading, rows }))
  }
  return files
}

async function parts(
  w: World | Inside,
  settlement: Settlement,
  currency: Currency,
  kind: 'items' | 'fees',
  heading: readonly string[],
  rowsOf: (line: ClearingLine) => string[][],
): Promise<SettlementFile[]> {
  const files: SettlementFile[] = []
  let rows: string[][] = []
  const seal = (): void => {
    files.push(settlementFile(settlement, { kind, currency, part: files.length, heading, rows }))
    rows = []
  }
  for await (const line of eachLine(w, settlement)) {
    if (line.amount.currency !== currency) continue
    rows.push(...rowsOf(line))
    if (rows.length >= rowsPerFile) seal()
  }
  if (rows.length > 0 || files.length === 0) seal() // an empty day has its empty file
  return files
}

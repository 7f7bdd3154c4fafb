import type { Currency } from '../base/currency.ts'
import { negate } from '../base/money.ts'
import { toRfc3339 } from '../base/time.ts'
import { type ClearingLine, walletNet } from './clearing.ts'
import { type SealedFile, sealedCsv } from './csv.ts'
import { itemsOf, type Side, sees } from './item.ts'
import type { Position, Settlement } from './settlement.ts'

// The set of files a wallet gets for a day, shaped after the clearing files of Alipay+ (docs.alipayplus.com, reconcile_acq:
// transactionItems_<participantId>_<currency>_<clearingBatchId>_<participantAgreementId>_<seq>.csv, a summary beside it, empty files on
// days without business, <END> as last line). Amounts are minor units, as there.

export type FileKind = 'items' | 'fees' | 'summary'
export type SettlementFile = SealedFile & { kind: FileKind; currency: Currency; part: number }

/** Number of a clearing cycle: the day and the settlement's sequence with this partner. */
export const batchOf = ({ day, sequence }: Pick<Settlement, 'day' | 'sequence'>): string =>
  `${day.replaceAll('-', '')}${String(sequence).padStart(6, '0')}`

export const itemsHeading = [
  'clearingBatchId',
  'clearingDate',
  'transactionType',
  'transactionId',
  'transactionRequestId',
  'originalTransactionRequestId',
  'walletTransactionId',
  'merchantId',
  'product',
  'transactionTime',
  'currency',
  'transactionAmount',
  'feeAmount',
  'netAmount',
  'revenueShareAmount',
  'agreementVersion',
  'agreementDigest',
]

export const feesHeading = [
  'clearingBatchId',
  'transactionId',
  'transactionRequestId',
  'feeType',
  'rule',
  'payer',
  'payee',
  'currency',
  'amount',
  'clausePath',
  'calculation',
]

export const summaryHeading = [
  'clearingBatchId',
  'clearingDate',
  'settlementDate',
  'summaryType',
  'count',
  'currency',
  'amount',
]

/** One row of the transaction items. Amounts are signed as the wallet owes them to us; the fee is what it keeps. */
export function itemRow(settlement: Settlement, line: ClearingLine): string[] {
  return [
    batchOf(settlement),
    settlement.day,
    line.kind.toUpperCase(),
    line.object,
    line.requestNo ?? line.orderNo,
    line.requestNo === null ? '' : line.orderNo,
    line.walletNo ?? '',
    line.merchant,
    line.product,
    toRfc3339(line.at),
    line.amount.currency,
    String(line.amount.minor),
    String(line.walletFee.minor),
    String(walletNet(line).minor),
    String(line.revenueShare.minor),
    String(line.version),
    line.versionDigest,
  ]
}

/** Rows of the fee items: what the wallet keeps and what it is owed, each with its clause and its arithmetic. */
export function feeRows(settlement: Settlement, line: ClearingLine): string[][] {
  return line.clauses
    .filter(({ kind, amount }) => kind !== 'merchant-fee' && amount.minor !== 0n)
    .map(({ kind, rule, payer, payee, amount, path, how }) => [
      batchOf(settlement),
      line.object,
      line.requestNo ?? line.orderNo,
      kind,
      rule,
      payer,
      payee,
      amount.currency,
      String(amount.minor),
      path,
      how,
    ])
}

/** The summary: one row a kind, and what moves. Present and zero on an empty day. */
export function summaryRows(settlement: Settlement, currency: Currency, wallet: Position | null): string[][] {
  const row = (type: string, count: number, minor: bigint): string[] => [
    batchOf(settlement),
    settlement.day,
    settlement.paysOn,
    type,
    String(count),
    currency,
    String(minor),
  ]
  if (!wallet)
    return ['PAYMENT', 'REFUND', 'ADJUSTMENT', 'WALLET_FEE', 'REVENUE_SHARE', 'TOTAL'].map((type) => row(type, 0, 0n))
  const { payments, refunds, adjustments, fee, revenueShare, net } = wallet
  const count = payments.count + refunds.count + adjustments.count
  return [
    row('PAYMENT', payments.count, payments.amount.minor),
    row('REFUND', refunds.count, refunds.amount.minor),
    row('ADJUSTMENT', adjustments.count, adjustments.amount.minor),
    row('WALLET_FEE', count, negate(fee).minor),
    row('REVENUE_SHARE', count, negate(revenueShare).minor),
    row('TOTAL', count, net.minor),
  ]
}

const fileWords: Record<FileKind, string> = { items: 'transactionItems', fees: 'feeItems', summary: 'summary' }

/** Seals rows into a file under the name its reader expects. */
export function settlementFile(
  settlement: Settlement,
  file: {
    kind: FileKind
    currency: Currency
    part: number
    heading: readonly string[]
    rows: readonly (readonly string[])[]
  },
): SettlementFile {
  const { kind, currency, part, heading, rows } = file
  const { partner, agreement } = settlement
  const sequence = String(part).padStart(3, '0')
  const name = `${fileWords[kind]}_${partner}_${currency}_${batchOf(settlement)}_${agreement}_${sequence}.csv`
  return { ...sealedCsv(name, heading, rows), kind, currency, part }
}

const statementHeading = [
  'itemId',
  'time',
  'transactionId',
  'orderNo',
  'kind',
  'payer',
  'payee',
  'currency',
  'amount',
  'clausePath',
  'calculation',
]

/** Everything a side may see of a settlement, item by item. */
export function statementFile(
  settlement: Settlement,
  side: Side,
  currency: Currency,
  lines: readonly ClearingLine[],
): SealedFile {
  const items = lines
    .filter(({ amount }) => amount.currency === currency)
    .flatMap(itemsOf)
    .filter((item) => sees(item, side))
  const rows = items.map(({ id, line, kind, payer, payee, amount, path, how }) => [
    id,
    toRfc3339(line.at),
    line.object,
    line.orderNo,
    kind,
    payer,
    payee,
    amount.currency,
    String(amount.minor),
    path ?? '',
    how ?? '',
  ])
  return sealedCsv(`statement_${side.replace(':', '_')}_${currency}_${batchOf(settlement)}.csv`, statementHeading, rows)
}

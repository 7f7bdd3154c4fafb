import { isCurrency, toDecimal } from '../base/currency.ts'
import type { TraceJson } from './derive.ts'

const written = ({ currency, minor }: { currency: string; minor: string }): string =>
  isCurrency(currency) ? `${toDecimal(currency, BigInt(minor))} ${currency}` : `${minor} ${currency}`

/** A payment's way from clause to bill row, as lines of text. */
export function drawTrace(trace: TraceJson): string[] {
  const { payment, agreement, clauses, entries, settlementLines, billRows } = trace
  const sentence = (parts: { text: string }[]): string => parts.map(({ text }) => text).join('')
  return [
    '',
    `${payment.id}  ${written(payment.amount)}  ${payment.state}  order ${payment.order}`,
    `└ agreement ${agreement.name.zh} v${agreement.version}  ${agreement.digest}`,
    ...clauses.flatMap((clause) => [
      `  ├ ${clause.path}  ${clause.title.zh} / ${clause.title.en}`,
      `  │    ${sentence(clause.sentence.zh)}`,
      `  │    ${sentence(clause.sentence.en)}`,
    ]),
    ...entries.map(
      (entry) =>
        `  ├ ${entry.why.padEnd(14)} debit ${entry.debit.kind.padEnd(22)} credit ${entry.credit.kind.padEnd(18)} ${written(entry.amount).padStart(14)}  ${entry.path ?? ''}${entry.how ? `  ${entry.how}` : ''}`,
    ),
    ...settlementLines.map(
      (line) =>
        `  ├ settled ${line.day} ${line.state}  ${line.kind.padEnd(14)} ${written(line.amount).padStart(14)}  ${line.path ?? ''}`,
    ),
    ...billRows.map(
      (row) =>
        `  └ ${row.file} line ${row.line}: ${row.match}  ${written(row.amount)}${row.fee ? `, fee ${written(row.fee)}` : ''}${row.feeExpected ? `, by the agreement ${written(row.feeExpected)}` : ''}`,
    ),
    '',
  ]
}

import { checkTerms } from '../agreements/check.ts'
import { parseTerms } from '../agreements/parse.ts'
import { type PriceList, pricePayments } from '../agreements/priceList.ts'
import { toDecimal } from '../base/currency.ts'
import type { Money } from '../base/money.ts'
import { commandFaults } from './errors.ts'
import { print, readArguments, readBytes, readJson } from './print.ts'

const usage = 'covenant agreement check TERMS.json | agreement price TERMS.json PAYMENTS.csv   [--json]'

/** `agreement check`: valid, digest, clause digests, problems. `agreement price`: fee, shares and entries of each line, totals. */
export async function agreementCommand(args: string[]): Promise<number> {
  const { files, flags } = readArguments(args)
  const [verb, terms, payments] = files
  const asJson = flags.has('json')
  if (verb === 'check' && terms && !payments) return check(terms, asJson)
  if (verb === 'price' && terms && payments) return price(terms, payments, asJson)
  throw commandFaults.usage({ usage })
}

function check(file: string, asJson: boolean): number {
  const checked = checkTerms(readJson(file))
  print(
    asJson,
    checked,
    checked.valid
      ? [
          `valid 有效`,
          `digest ${checked.digest}`,
          ...Object.entries(checked.clauses).map(([clause, digest]) => `  ${clause.padEnd(16)}${digest}`),
        ]
      : [`not valid 无效`, ...checked.problems.map(({ at, zh, en }) => `  ${at || '/'}  ${en} / ${zh}`)],
  )
  return checked.valid ? 0 : 1
}

function price(termsFile: string, paymentsFile: string, asJson: boolean): number {
  const parsed = parseTerms(readJson(termsFile))
  if (!parsed.ok) return check(termsFile, asJson)
  const list = pricePayments(parsed.terms, readBytes(paymentsFile).toString('utf8'))
  print(
    asJson,
    list,
    list.ok ? pricedLines(list) : list.problems.map(({ line, zh, en }) => `line ${line}: ${en} / ${zh}`),
  )
  return list.ok ? 0 : 1
}

const written = ({ currency, minor }: Money): string => `${toDecimal(currency, minor)} ${currency}`

function pricedLines({ rows, totals }: Extract<PriceList, { ok: true }>): string[] {
  const lines = rows.flatMap((row) => [
    `${row.id}  ${row.kind}  ${written(row.amount)}`,
    ...row.prices.map(
      (priced) => `    ${priced.payer} -> ${priced.payee}  ${written(priced.amount)}  ${priced.path}  ${priced.how}`,
    ),
    ...row.entries.map(
      (entry) => `    debit ${entry.debit}, credit ${entry.credit}  ${written(entry.amount)}  ${entry.path ?? ''}`,
    ),
  ])
  const sums = totals.map(
    (total) =>
      `total ${total.currency}: captured ${written(total.captured)}, refunded ${written(total.refunded)}, merchant fee ${written(total.merchantFee)}, wallet fee ${written(total.walletFee)}, revenue share ${written(total.revenueShare)}, to merchant ${written(total.toMerchant)}, to institution ${written(total.toInstitution)}`,
  )
  return [...lines, ...sums]
}

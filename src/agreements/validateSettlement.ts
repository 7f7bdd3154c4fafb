import { type Problem, problem } from './problem.ts'
import type { Clauses, LimitRow } from './terms.ts'
import { currencyProblems, productProblems } from './validateShared.ts'

/** Reserve, settlement, limits and term: currencies in scope, a calendar that can be followed, limits that nest. */
export function validateSettlement(clauses: Clauses): Problem[] {
  const { settlement, reserve, limits, term } = clauses
  const at = '/clauses/settlement'
  const both = settlement.holidays.filter((day) => settlement.workdays.includes(day))
  return [
    ...currencyProblems('/clauses/reserve/currency', reserve.currency, clauses),
    ...currencyProblems(`${at}/currency`, settlement.currency, clauses),
    ...(settlement.cutOff === '24:00' ? [problem(`${at}/cutOff`, 'cut_off_end')] : []),
    ...both.map((day) => problem(`${at}/workdays`, 'day_both', { day })),
    ...limits.rows.flatMap((row, place) => limitProblems(`/clauses/limits/rows/${place}`, row, clauses)),
    ...(/^2[01]/.test(term.effective) ? [] : [problem('/clauses/term/effective', 'moment_range')]),
  ]
}

function limitProblems(at: string, row: LimitRow, clauses: Clauses): Problem[] {
  const given = [row.perPayment, row.perDay, row.perMonth].filter((limit) => limit !== null).map(BigInt)
  const falls = given.some((limit, place) => place > 0 && limit < (given[place - 1] ?? 0n))
  return [
    ...productProblems(`${at}/products`, row.products, clauses),
    ...currencyProblems(`${at}/currency`, row.currency, clauses),
    ...(given.length === 0 ? [problem(`${at}/perPayment`, 'limit_empty')] : []),
    ...(falls ? [problem(at, 'limits_not_nested')] : []),
  ]
}

import { strength } from './leaf.ts'
import { reasons } from './moneyClauses.ts'
import { type Problem, problem } from './problem.ts'
import { rowFor } from './riskRow.ts'
import type { Clauses } from './terms.ts'
import { currencyProblems, sharesProblems } from './validateShared.ts'

/** Risk allocation: total, no row in vain, every row splits the whole; caps lead to someone who can bear the excess. */
export function validateRisk(clauses: Clauses): Problem[] {
  const { rows, firstLoss, caps } = clauses.risk
  const last = rows.at(-1)
  const isTotal = last?.reason === '*' && last.strength === '*'
  const reached = new Set(reasons.flatMap((reason) => strength.options.map((how) => rowFor(rows, reason, how))))
  return [
    ...rows.flatMap((row, place) => sharesProblems(`/clauses/risk/rows/${place}/shares`, row.shares)),
    ...(isTotal ? [] : [problem(`/clauses/risk/rows/${rows.length - 1}`, 'risk_default_missing')]),
    ...rows.flatMap((_, place) => {
      const isDefault = isTotal && place === rows.length - 1 // demanded even when no case is left for it
      return reached.has(place) || isDefault ? [] : [problem(`/clauses/risk/rows/${place}`, 'risk_unreachable')]
    }),
    ...(firstLoss ? currencyProblems('/clauses/risk/firstLoss/currency', firstLoss.currency, clauses) : []),
    ...caps.flatMap((cap, place) => capProblems(place, cap, clauses)),
  ]
}

function capProblems(place: number, cap: Clauses['risk']['caps'][number], clauses: Clauses): Problem[] {
  const at = `/clauses/risk/caps/${place}`
  const same = clauses.risk.caps.filter((other) => other.currency === cap.currency)
  return [
    ...currencyProblems(`${at}/currency`, cap.currency, clauses),
    ...(same.some((other) => other.party === cap.excessTo) ? [problem(`${at}/excessTo`, 'cap_to_itself')] : []),
    ...(same.findIndex((other) => other.party === cap.party) < same.indexOf(cap)
      ? [problem(`${at}/party`, 'share_twice', { party: cap.party })]
      : []),
  ]
}

import { type Problem, problem } from './problem.ts'
import type { Terms } from './terms.ts'
import { validateFees } from './validateFees.ts'
import { validateRisk } from './validateRisk.ts'
import { validateService } from './validateService.ts'
import { validateSettlement } from './validateSettlement.ts'

/** What shape cannot say: every contradiction inside well-formed terms. An empty list means that the terms can be executed. */
export function validate(terms: Terms): Problem[] {
  const { clauses } = terms
  return [
    ...validateHeader(terms),
    ...validateFees(clauses),
    ...validateRisk(clauses),
    ...validateSettlement(clauses),
    ...validateService(clauses),
  ]
}

function validateHeader({ version, amends, clauses }: Terms): Problem[] {
  const { institution, wallet } = clauses.parties
  const problems: Problem[] = []
  if (version === 1 && amends !== null) problems.push(problem('/amends', 'amends_first'))
  if (version > 1 && amends === null) problems.push(problem('/amends', 'amends_missing', { version }))
  if (institution.registration === wallet.registration) {
    problems.push(problem('/clauses/parties/wallet/registration', 'parties_same'))
  }
  return problems
}

import type { z } from 'zod'
import { isProblemCode, type Problem, problem } from './problem.ts'
import { type Terms, termsSchema } from './terms.ts'
import { validate } from './validate.ts'

export type Parsed = { ok: true; terms: Terms } | { ok: false; problems: Problem[] }

// A reader mends the first faults first; a hostile document gets no endless answer.
const problemsMax = 200

/**
 * Reads terms from parsed JSON of unknown origin: shape first, then meaning. Answers the normalised terms, or every problem found
 * (at most 200) with its JSON pointer, code and both languages. Never throws for what a caller may send.
 */
export function parseTerms(input: unknown): Parsed {
  const shaped = termsSchema.safeParse(input, { reportInput: true })
  if (!shaped.success) {
    return { ok: false, problems: shaped.error.issues.slice(0, problemsMax).flatMap(toProblems).slice(0, problemsMax) }
  }
  const problems = validate(shaped.data)
  return problems.length === 0
    ? { ok: true, terms: shaped.data }
    : { ok: false, problems: problems.slice(0, problemsMax) }
}

type Issue = z.core.$ZodIssue

function toProblems(issue: Issue): Problem[] {
  const at = issue.path.map(String)
  if (issue.code === 'unrecognized_keys')
    return issue.keys.slice(0, problemsMax).map((key) => problem([...at, key], 'unknown_member'))
  if (issue.code === 'invalid_union')
    return [problem(at, 'unknown_choice', { choices: 'percentage, graduated, volume, package, cost-plus' })]
  if (issue.input === undefined && issue.code !== 'custom') return [problem(at, 'missing')]
  if (issue.code === 'invalid_value')
    return [problem(at, 'unknown_choice', { choices: issue.values.map(String).join(', ') })]
  if (issue.code === 'too_small' || issue.code === 'too_big') return [sizeProblem(at, issue)]
  return [problem(at, isProblemCode(issue.message) ? issue.message : 'wrong_type')]
}

function sizeProblem(at: string[], issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): Problem {
  const bound = String(issue.code === 'too_small' ? issue.minimum : issue.maximum)
  const fallback = issue.code === 'too_small' ? 'too_small' : 'too_large'
  return problem(at, isProblemCode(issue.message) ? issue.message : fallback, { bound })
}

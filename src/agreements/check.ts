import type { Digest } from '../base/digest.ts'
import { clauseDigests, termsRoot } from './digest.ts'
import { parseTerms } from './parse.ts'
import type { Problem } from './problem.ts'
import type { ClauseName } from './terms.ts'

export type Checked =
  | { valid: true; digest: Digest; clauses: Record<ClauseName, Digest>; problems: [] }
  | { valid: false; digest: null; clauses: null; problems: Problem[] }

/** Whether parsed JSON is an agreement that can be signed: its digest and those of its clauses, or every problem with its place. */
export function checkTerms(json: unknown): Checked {
  const parsed = parseTerms(json)
  if (!parsed.ok) return { valid: false, digest: null, clauses: null, problems: parsed.problems }
  return { valid: true, digest: termsRoot(parsed.terms), clauses: clauseDigests(parsed.terms), problems: [] }
}

import type { Problem } from './problem.ts'
import type { Terms } from './terms.ts'

export function validate(_terms: Terms): Problem[] {
  return []
}

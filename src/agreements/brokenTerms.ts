import { sampleTerms } from './sample.ts'
import type { Terms } from './terms.ts'

// Test help: agreements with one thing wrong.

/** The sample with one value replaced (removed when undefined) at a pointer. */
export function broken(path: string, value: unknown): unknown {
  const copy: unknown = structuredClone<Terms>(sampleTerms())
  const steps = path
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  const last = steps.pop() ?? ''
  const holder = steps.reduce((inner, step) => (inner as Record<string, unknown>)[step], copy) as Record<
    string,
    unknown
  >
  if (value === undefined) delete holder[last]
  else holder[last] = value
  return copy
}

/** JSON pointers of every member of a value, itself first. */
export const pathsOf = (value: unknown, at = ''): string[] =>
  value !== null && typeof value === 'object'
    ? [at, ...Object.entries(value).flatMap(([key, member]) => pathsOf(member, `${at}/${key}`))]
    : [at]

import { digestOf } from '../../base/digest.ts'
import type { Terms } from '../terms.ts'
import { termsBytes } from './attachment.ts'
import { renderContract } from './render.ts'

// Rendering is a pure function, so the last few results may be kept: one person looks at one contract several times.
const kept = new Map<string, Buffer>()
const keptMax = 8

/** The pages of terms, rendered again. Never written to: the caller only compares. */
export async function rerender(terms: Terms): Promise<Buffer> {
  const key = digestOf(termsBytes(terms))
  const known = kept.get(key)
  if (known) return known
  const pages = await renderContract(terms)
  const [oldest] = kept.keys()
  if (kept.size >= keptMax && oldest !== undefined) kept.delete(oldest)
  kept.set(key, pages)
  return pages
}

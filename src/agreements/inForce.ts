import { assert } from '../base/assert.ts'
import type { Digest } from '../base/digest.ts'
import type { Instant } from '../base/time.ts'
import type { Inside, World } from '../world/world.ts'
import type { InForce } from './agreement.ts'
import { termsRoot } from './digest.ts'
import { governingRow, versionOf, versionOfRoot } from './store.ts'
import type { Terms } from './terms.ts'

// Signed terms never change, so what was read and checked once under its root may be kept. Bounded: the oldest leaves.
const kept = new Map<Digest, Terms>()
const keptMost = 500

/**
 * The version that governs a moment with a partner, as it was known at `knownAt` (now when absent): total between signature
 * and end, null outside. The terms are checked against their root when first read.
 */
export async function inForce(
  w: World | Inside,
  partner: string,
  at: Instant,
  knownAt: Instant = w.now(),
): Promise<InForce | null> {
  const row = await governingRow(w, partner, at, knownAt)
  if (!row) return null
  const terms = kept.get(row.root) ?? (await readTerms(w, row))
  return {
    agreement: row.agreement,
    number: row.number,
    root: row.root,
    terms,
    from: Number(row.effective_from),
    until: row.effective_until === null ? null : Number(row.effective_until),
  }
}

/** The terms of a signed version by the root that a payment, an entry or a contract carries; null when we never had it. */
export async function termsOfRoot(w: World | Inside, root: Digest): Promise<Terms | null> {
  const known = kept.get(root)
  if (known) return known
  const version = await versionOfRoot(w, root)
  return version && (await readTerms(w, version))
}

async function readTerms(w: World | Inside, row: { agreement: string; number: number; root: Digest }): Promise<Terms> {
  const version = await versionOf(w, row.agreement, row.number)
  assert(version, 'a version in force is stored')
  assert(
    termsRoot(version.terms) === row.root,
    `the stored terms of ${row.agreement} version ${row.number} lead to their root`,
  )
  if (kept.size >= keptMost) kept.delete(kept.keys().next().value ?? row.root)
  kept.set(row.root, version.terms)
  return version.terms
}

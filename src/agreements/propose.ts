import { present } from '../base/assert.ts'
import { canonical } from '../base/canonical.ts'
import type { Id } from '../base/id.ts'
import { fromRfc3339, type Instant } from '../base/time.ts'
import { command } from '../world/command.ts'
import type { Inside, World } from '../world/world.ts'
import type { Version } from './agreement.ts'
import { termsRoot } from './digest.ts'
import { agreementFaults } from './errors.ts'
import { parseTerms } from './parse.ts'
import { agreementOfPartner, lockAgreement, saveAgreement, saveVersion, versionsOf } from './store.ts'
import type { Terms } from './terms.ts'

/**
 * Lays a complete draft before both sides as the next version of a partner's agreement. Faults: `agreements.terms_invalid`
 * with the pointer of the first problem, `wrong_version`, `wrong_amends`, `wrong_partner`.
 */
export async function propose(
  w: World,
  key: string | null,
  draft: { partner: Id<'par'>; wallet: string; terms: unknown; by: string },
): Promise<{ agreement: Id<'agr'>; number: number; root: string }> {
  const { partner } = draft
  const root = termsRoot(validTerms(draft.terms))
  return await command(w, 'agreements.propose', key, { partner, root }, (i) => proposeInside(i, draft))
}

/** `propose` as a part of what is being done already; the caller records why. */
export async function proposeInside(
  i: Inside,
  draft: { partner: Id<'par'>; wallet: string; terms: unknown; by: string },
): Promise<{ agreement: Id<'agr'>; number: number; root: string }> {
  const terms = validTerms(draft.terms)
  const root = termsRoot(terms)
  const agreement = terms.agreement as Id<'agr'>
  const existing = await agreementOfPartner(i, draft.partner)
  if (existing !== null && existing !== agreement) {
    throw agreementFaults.wrongPartner({ partner: draft.partner, agreement: existing })
  }
  if (existing === null) {
    await saveAgreement(i, { id: agreement, partner: draft.partner, wallet: draft.wallet, createdAt: i.now() })
  }
  await lockAgreement(i, agreement)
  checkPlace(terms, await versionsOf(i, agreement))
  await saveVersion(i, {
    agreement,
    number: terms.version,
    state: 'proposed',
    terms,
    root,
    effectiveAt: effectiveAt(terms),
    proposedBy: draft.by,
    proposedAt: i.now(),
    contractDigest: null,
    signedAt: null,
  })
  return { agreement, number: terms.version, root }
}

function validTerms(written: unknown): Terms {
  const parsed = parseTerms(written)
  if (parsed.ok) return parsed.terms
  const first = present(parsed.problems[0], 'invalid terms have a problem')
  throw agreementFaults.termsInvalid({ at: first.at, zh: first.zh, en: first.en }, first.at)
}

/** The moment a version takes effect, as its term clause says. */
export function effectiveAt(terms: Terms): Instant {
  return present(fromRfc3339(terms.clauses.term.effective), 'parsed terms have a valid moment of effect')
}

function checkPlace(terms: Terms, before: readonly Version[]): void {
  const last = before.filter((version) => version.state !== 'withdrawn').at(-1)
  const expected = (before.at(-1)?.number ?? 0) + 1
  if (terms.version !== expected) throw agreementFaults.wrongVersion({ expected: String(expected) })
  const amends = last?.root ?? null
  if (canonical(terms.amends) !== canonical(amends)) throw agreementFaults.wrongAmends()
}

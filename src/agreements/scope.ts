import { present } from '../base/assert.ts'
import { addMonths, fromRfc3339, type Instant } from '../base/time.ts'
import type { ClauseName, Terms } from './terms.ts'

/** Whether the agreement permits something, and if not, which clause says so. */
export type Verdict = { allowed: true } | { allowed: false; clause: ClauseName; path: string; zh: string; en: string }

/** May a payment of this product and currency, in this region, use this wallet? A country covers its subdivisions. */
export function allows(
  { clauses: { scope } }: Terms,
  { product, currency, region }: { product: string; currency: string; region?: string },
): Verdict {
  if (!scope.products.some((inScope) => inScope === product)) {
    return refused('products', `协议不包含产品 ${product}`, `the agreement does not cover the product ${product}`)
  }
  if (!scope.currencies.some((inScope) => inScope === currency)) {
    return refused('currencies', `协议不包含币种 ${currency}`, `the agreement does not cover the currency ${currency}`)
  }
  if (
    region !== undefined &&
    !scope.regions.some((inScope) => region === inScope || region.startsWith(`${inScope}-`))
  ) {
    return refused('regions', `协议不包含地区 ${region}`, `the agreement does not cover the region ${region}`)
  }
  return { allowed: true }
}

/** When the term begins and, unless it renews itself, ends: [from, until). */
export function termOf({ clauses: { term, settlement } }: Terms): { from: Instant; until: Instant | null } {
  const from = present(fromRfc3339(term.effective), 'parsed terms carry a moment')
  return { from, until: term.renewal === 'automatic' ? null : addMonths(from, term.months, settlement.zone) }
}

const refused = (member: string, zh: string, en: string): Verdict => ({
  allowed: false,
  clause: 'scope',
  path: `/clauses/scope/${member}`,
  zh,
  en,
})

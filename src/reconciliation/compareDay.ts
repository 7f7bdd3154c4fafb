import type { InForce } from '../agreements/agreement.ts'
import { inForce, termsOfRoot } from '../agreements/inForce.ts'
import type { Terms } from '../agreements/terms.ts'
import { present } from '../base/assert.ts'
import { add, money, negate, sum, zero } from '../base/money.ts'
import { addDays, type Day, startOfDay } from '../base/time.ts'
import type { ClearingLine } from '../settlement/clearing.ts'
import { linesBetween, linesOfOrders } from '../settlement/lines.ts'
import type { BillRow } from '../wallets/wallet.ts'
import type { Inside, World } from '../world/world.ts'
import { feeJudge } from './judge.ts'
import { type Match, match } from './match.ts'
import type { Reconciliation } from './reconciliation.ts'
import { shownInOthers } from './storeItem.ts'

/** The matches of a file against our lines as they stand now. */
export async function matchesOf(
  i: Inside,
  day: Reconciliation,
  rows: readonly BillRow[],
): Promise<{ matches: Match[]; lines: ClearingLine[] }> {
  const { partner, currency, zone } = day
  const window = { from: startOfDay(day.day, zone), until: startOfDay(addDays(day.day, 1), zone) }
  const today = await linesBetween(i, { partner, currency, ...window })
  const orders = new Set([...rows.map(({ orderNo }) => orderNo), ...today.map(({ orderNo }) => orderNo)])
  const ofOrders = await linesOfOrders(i, partner, [...orders])
  const lines = ofOrders.filter(({ amount }) => amount.currency === currency)
  const terms = await versionsOf(i, partner, lines)
  const shownElsewhere = await shownInOthers(
    i,
    partner,
    lines.map(({ id }) => id),
    day.id,
  )
  const rule = (await governing(i, day))?.terms ?? [...terms.values()][0]
  const tolerance = rule
    ? money(rule.clauses.settlement.currency, BigInt(rule.clauses.settlement.tolerance))
    : zero(currency)
  const judgeFee = feeJudge(lines, terms)
  return { lines, matches: match({ day: day.day, zone, rows, lines, shownElsewhere, tolerance, judgeFee }) }
}

/** The version that governs the last moment of a wallet's business day; null when none does. */
export async function governing(
  w: World | Inside,
  { partner, day, zone }: { partner: string; day: Day; zone: string },
): Promise<InForce | null> {
  return await inForce(w, partner, startOfDay(addDays(day, 1), zone) - 1)
}

// Every version that a line carries, the one each of them amended, and the one in force now: to recognise a price of another version.
async function versionsOf(i: Inside, partner: string, lines: readonly ClearingLine[]): Promise<Map<string, Terms>> {
  const versions = new Map<string, Terms>()
  for (const root of new Set(lines.map(({ versionDigest }) => versionDigest))) {
    const terms = present(await termsOfRoot(i, root), 'a version that a line carries is stored')
    versions.set(root, terms)
    const before = terms.amends === null ? null : await termsOfRoot(i, terms.amends)
    if (before && terms.amends !== null) versions.set(terms.amends, before)
  }
  const now = await inForce(i, partner, i.now())
  if (now) versions.set(now.root, now.terms)
  return versions
}

/** What both sides come to over a day's matches. */
export function totalsOf({ currency, totals }: Reconciliation, matches: readonly Match[]): Reconciliation['totals'] {
  const rows = matches.flatMap(({ row }) => row ?? [])
  const lines = new Map(
    matches.flatMap(({ line, type }) => (line && type !== 'duplicate' ? [[line.id, line] as const] : [])),
  )
  const none = zero(currency)
  return {
    rows: totals.rows,
    ours: [...lines.values()].reduce((all, { amount }) => add(all, amount), none),
    feesOurs: [...lines.values()].reduce((all, { walletFee }) => add(all, walletFee), none),
    theirs: sum(
      currency,
      rows.map(({ received }) => received),
    ),
    feesTheirs: negate(
      sum(
        currency,
        rows.map(({ fee }) => fee),
      ),
    ),
  }
}

/** Payments by their order numbers. */
export const paymentsOf = (lines: readonly ClearingLine[]): Map<string, string> =>
  new Map(lines.filter(({ kind }) => kind === 'payment').map(({ orderNo, object }) => [orderNo, object]))

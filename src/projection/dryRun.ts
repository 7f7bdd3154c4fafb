import type { PricedLine } from '../agreements/price.ts'
import type { Terms } from '../agreements/terms.ts'
import type { Instant } from '../base/time.ts'
import type { World } from '../world/world.ts'
import { governed, historyOf } from './history.ts'
import { projectUnder, type Replayed } from './project.ts'
import type { TrafficRow } from './traffic.ts'

/** One line of a payment or refund under the version it carries and under the one that is tried. Signed from the capture's side. */
export type ChangedLine = { path: string; kind: PricedLine['kind']; before: bigint; after: bigint }
export type ChangedPayment = { row: TrafficRow; refusedBy: string | null; lines: ChangedLine[] }
export type DryRun = { payments: number; changed: ChangedPayment[]; sums: ChangedLine[] }

/** Which captures and refunds of [from, until) a version would have priced otherwise, line by line, in the order of the books. */
export async function dryRun(
  w: World,
  terms: Terms,
  span: { partner: string; from: Instant; until: Instant },
): Promise<DryRun> {
  const traffic = await historyOf(w, { ...span, zone: terms.clauses.fees.zone })
  if (traffic.rows.length === 0) return { payments: 0, changed: [], sums: [] }
  const then = new Map<string, Replayed>()
  const now = new Map<string, Replayed>()
  projectUnder(await governed(w, span.partner, traffic), traffic, (one) => then.set(one.row.id, one))
  projectUnder({ row: () => terms, at: () => terms, limits: true }, traffic, (one) => now.set(one.row.id, one))
  const counted = traffic.rows.filter(({ role }) => role === 'counted')
  const sums = new Map<string, ChangedLine>()
  const changed = counted.flatMap((row): ChangedPayment[] => {
    const [before, after] = [then.get(row.id)?.lines ?? [], now.get(row.id)?.lines ?? []]
    const refusedBy = now.get(row.id)?.refusedBy ?? null
    const lines = differing(before, after)
    for (const line of lines) {
      const known = sums.get(`${line.path} ${line.kind}`)
      if (known) {
        known.before += line.before
        known.after += line.after
      } else sums.set(`${line.path} ${line.kind}`, { ...line })
    }
    return lines.length > 0 || refusedBy !== null ? [{ row, refusedBy, lines }] : []
  })
  return {
    payments: counted.length,
    changed,
    sums: [...sums.values()].sort((a, b) => (a.path + a.kind < b.path + b.kind ? -1 : 1)),
  }
}

// A line is the same line when kind and place are: what a clause took before and what the clause there would take now.
function differing(before: readonly PricedLine[], after: readonly PricedLine[]): ChangedLine[] {
  const lines = new Map<string, ChangedLine>()
  const lay = (priced: readonly PricedLine[], side: 'before' | 'after'): void => {
    for (const { kind, path, payer, amount } of priced) {
      const key = `${path} ${kind}`
      const line = lines.get(key) ?? { path, kind, before: 0n, after: 0n }
      const usual = kind === 'merchant-fee' ? 'merchant' : 'institution'
      line[side] += payer === usual ? amount.minor : -amount.minor
      lines.set(key, line)
    }
  }
  lay(before, 'before')
  lay(after, 'after')
  return [...lines.values()].filter((line) => line.before !== line.after)
}

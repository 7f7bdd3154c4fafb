import type { CriterionId, EvaluationRow, Evaluations } from '../../api/contract-evaluation.ts'

/** 0 to 100 with one digit. */
export const points = (totalPpm: number): string => (totalPpm / 10_000).toFixed(1)

/** The wallets with an approved card under these weights, best first. */
export function rankedBy(
  { items, criteria }: Evaluations,
  weights: Record<CriterionId, number>,
): { row: EvaluationRow; totalPpm: number }[] {
  return items
    .filter(({ approved }) => approved !== null)
    .map((row) => {
      const sum = criteria.reduce((all, { id }, at) => all + weights[id] * (row.approved?.worthPpm[at] ?? 0), 0)
      return { row, sum, totalPpm: Math.floor((sum + 500_000) / 1_000_000) }
    })
    .sort((a, b) => b.sum - a.sum || (a.row.partner.id < b.row.partner.id ? -1 : 1))
}

/** One weight moved, the others in their proportion, a million together; the last one takes what rounding leaves. */
export function scaled(
  weights: Record<CriterionId, number>,
  moved: CriterionId,
  to: number,
): Record<CriterionId, number> {
  const others = (Object.keys(weights) as CriterionId[]).filter((id) => id !== moved)
  const before = others.reduce((sum, id) => sum + weights[id], 0)
  const next = { ...weights, [moved]: to }
  let left = 1_000_000 - to
  for (const [place, id] of others.entries()) {
    const share = before === 0 ? 1 / others.length : weights[id] / before
    next[id] = place === others.length - 1 ? left : Math.min(left, Math.floor((1_000_000 - to) * share))
    left -= next[id]
  }
  return next
}

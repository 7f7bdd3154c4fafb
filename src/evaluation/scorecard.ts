import { type Canonical, canonical } from '../base/canonical.ts'
import { type Digest, digestOf } from '../base/digest.ts'
import type { Instant } from '../base/time.ts'
import { type CriterionId, criteria } from './criteria.ts'
import { totalOf } from './ranking.ts'
import { worthOf } from './valueFunction.ts'

/** What an assessor found for one criterion: a figure, never a mark. */
export type Finding = { figure: number; evidence: string }
export type Findings = Readonly<Record<CriterionId, Finding>>
export type Sheet = { assessor: string; findings: Findings; at: Instant }
/** A figure agreed after assessors differed. */
export type Agreed = { figure: number; reason: string; by: string }
export type Reconciled = Partial<Readonly<Record<CriterionId, Agreed>>>

export type WeightScheme = {
  version: number
  method: 'direct' | 'pairwise'
  /** By criterion, together a million. */
  of: Readonly<Record<CriterionId, number>>
}

export type CardLine = {
  criterion: CriterionId
  weightPpm: number
  worthPpm: number
  findings: { assessor: string; figure: number; worthPpm: number; evidence: string }[]
  agreed: Agreed | null
}
export type Card = {
  covenant: 'scorecard/1'
  partner: string
  version: number
  weights: WeightScheme
  answers: { version: number; digest: Digest | null }
  lines: CardLine[]
  totalPpm: number
}

/** Two assessors further apart than this, in worth, must agree on a figure before the card can be submitted. */
export const varianceMostPpm = 200_000

/** Criteria where the sheets lie too far apart and nothing is agreed yet. */
export function variances(sheets: readonly Sheet[]): { criterion: CriterionId; spreadPpm: number }[] {
  return criteria.flatMap(({ id, anchors }) => {
    const worths = sheets.map(({ findings }) => worthOf(anchors, findings[id].figure))
    const spreadPpm = worths.length === 0 ? 0 : Math.max(...worths) - Math.min(...worths)
    return spreadPpm > varianceMostPpm ? [{ criterion: id, spreadPpm }] : []
  })
}

type Makings = Pick<Card, 'partner' | 'version' | 'weights' | 'answers'> & {
  sheets: readonly Sheet[]
  reconciled: Reconciled
}

/** The card the sheets make: each criterion the mean of what its figures are worth, or what the agreed figure is worth. */
export function cardOf({ sheets, reconciled, ...of }: Makings): Card {
  const inOrder = [...sheets].sort((a, b) => (a.assessor < b.assessor ? -1 : 1))
  const lines = criteria.map(({ id, anchors }): CardLine => {
    const findings = inOrder.map(({ assessor, findings: { [id]: found } }) => ({
      assessor,
      figure: found.figure,
      worthPpm: worthOf(anchors, found.figure),
      evidence: found.evidence,
    }))
    const agreed = reconciled[id] ?? null
    const mean = Math.floor(findings.reduce((sum, { worthPpm }) => sum + worthPpm, 0) / findings.length)
    return {
      criterion: id,
      weightPpm: of.weights.of[id],
      worthPpm: agreed ? worthOf(anchors, agreed.figure) : mean,
      findings,
      agreed,
    }
  })
  const totalPpm = totalOf(
    lines.map(({ weightPpm }) => weightPpm),
    lines.map(({ worthPpm }) => worthPpm),
  )
  return { covenant: 'scorecard/1', ...of, lines, totalPpm }
}

/** SHA-256 of the canonical card: the same findings have the same digest, whoever handed in first. */
export const cardDigest = (card: Card): Digest => digestOf(canonical(card as unknown as Canonical))
